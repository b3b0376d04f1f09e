/**
 * Who may import whom, types included. The rooms of `shared/` stand in this order: each imports rooms before its own, and
 * takes what it needs of a later one as a port.
 */
const ROOMS = [
  'platform',
  'contract',
  'content',
  'provider',
  'tenancy',
  'job',
  'sender',
  'customer',
  'template',
  'campaign',
  'media',
  'message',
  'segment',
  'run',
  'send',
  'preflight',
  'interaction',
  'export',
  'analytics',
  'prediction',
  'event',
  'webhook',
  'reaction',
  'erasure',
  'runtime',
];
/** Those that hold rules: all but the first, which serves them, and the last, which joins them to AWS. */
const DOMAIN = ROOMS.slice(1, -1).join('|');

/** What reads or writes the table, and what speaks to a vendor: `<vendor>.<what>.ts`. */
const STORE = '\\.store\\.ts$';
const VENDOR = '/(twilio|s3|ses|sqs|event-bridge|step-functions|secrets-manager|jose|signed)\\.[\\w-]+\\.ts$';
const ADAPTERS = [STORE, VENDOR];

/** What a provider's contracts say on the wire is its own; everything else of its adapter is for `runtime` alone. */
const ADAPTER_ROOM = '^shared/provider/[^/]+/';

const importsNoLaterRoom = ROOMS.slice(0, -1).map((room, place) => ({
  name: `${room}-imports-no-later-room`,
  severity: 'error',
  from: { path: `^shared/${room}/`, ...(room === 'provider' && { pathNot: ADAPTER_ROOM }) },
  to: { path: `^shared/(${ROOMS.slice(place + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: {}, to: { circular: true } },
    ...importsNoLaterRoom,
    {
      name: 'rules-know-no-vendor',
      comment:
        'A file that is neither a store nor a vendor file imports zod, parsers without input or output, and rooms.',
      severity: 'error',
      from: { path: `^shared/(${DOMAIN})/`, pathNot: ADAPTERS },
      to: { path: '^node_modules/(@aws-sdk|@smithy|@middy|twilio|jose|aws-lambda)' },
    },
    {
      name: 'stores-import-their-room-and-platform',
      comment: 'Of other rooms a store and a vendor file know types and rules, never another store or vendor file.',
      severity: 'error',
      from: { path: ADAPTERS.map((adapter) => `^shared/.*${adapter}`) },
      to: { path: ADAPTERS.map((adapter) => `^shared/.*${adapter}`), pathNot: '^shared/(platform|provider/twilio)/' },
    },
    {
      name: 'one-place-builds-stores-and-vendors',
      severity: 'error',
      from: { path: '^shared/', pathNot: ['^shared/runtime/dependencies\\.ts$', ...ADAPTERS] },
      to: {
        path: ADAPTERS.map((adapter) => `^shared/.*${adapter}`),
        pathNot: '^shared/platform/table-client',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-knows-a-providers-adapter',
      comment: 'But for its contracts, the names they carry on the wire, and the composition root.',
      severity: 'error',
      from: {
        path: '^shared/',
        pathNot: [ADAPTER_ROOM, '^shared/routes\\.ts$', '^shared/runtime/dependencies\\.ts$', '\\.contract\\.ts$'],
      },
      to: { path: ADAPTER_ROOM },
    },
    {
      name: 'safe-in-a-browser',
      comment: 'The console and the client will read these rooms, and whatever they reach.',
      severity: 'error',
      from: { path: '^shared/(contract|content)/' },
      to: { path: '^node:|^(crypto|fs|path|http|https|timers|buffer|stream)(/|$)', reachable: true },
    },
    {
      name: 'functions-import-shared-alone',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/queue/handle-events\\.ts$' },
      to: { pathNot: '^shared/' },
    },
    {
      name: 'one-function-does-what-others-do',
      comment: 'It handles the messages of a queue that they share, as each of them would.',
      severity: 'error',
      from: { path: '^functions/queue/handle-events\\.ts$' },
      to: { pathNot: '^(shared|functions/queue)/' },
    },
    {
      name: 'lib-reads-data-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(functions|local|test|bench|admin)/' },
    },
    {
      name: 'shared-imports-no-other-folder',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|lib|local|test|bench|admin|mcp)/' },
    },
    {
      name: 'the-client-knows-nothing-of-herald',
      comment: 'Its types are generated into it: openapi-fetch and itself are all that it imports, in any browser.',
      severity: 'error',
      from: { path: '^client/' },
      to: { pathNot: ['^client/', '(^|/)node_modules/openapi-fetch/'] },
    },
    {
      name: 'who-calls-by-the-client',
      comment: 'No function and no room: its size is none of theirs.',
      severity: 'error',
      from: { pathNot: '^(client|console|mcp|local/demo|test|bench)/' },
      to: { path: '^client/' },
    },
    {
      name: 'the-door-of-agents-is-a-caller',
      comment: 'The API by its client, and how a command line is read: nothing else of Herald.',
      severity: 'error',
      from: { path: '^mcp/' },
      to: {
        pathNot: ['^mcp/', '^client/', '^admin/command-line\\.ts$', '(^|/)node_modules/(zod|@modelcontextprotocol)/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'one-folder-speaks-mcp',
      comment: 'No function and no room: its packages are for development, and in no bundle.',
      severity: 'error',
      from: { pathNot: '^(mcp|test)/' },
      to: { path: ['^mcp/', '(^|/)node_modules/@modelcontextprotocol/'] },
    },
    {
      name: 'the-console-is-a-caller',
      comment: 'The API by its client, and what is safe in a browser: nothing else of Herald.',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        pathNot: [
          '^console/',
          '^client/',
          '^shared/(contract|content)/',
          '(^|/)node_modules/(preact|@preact|preact-iso|oauth4webapi)/',
        ],
      },
    },
    {
      name: 'one-file-speaks-to-the-identity-provider',
      comment: 'Loaded when somebody signs in with an account, and not before.',
      severity: 'error',
      from: { path: '^console/', pathNot: '^console/services/oidc\\.ts$' },
      to: { path: '(^|/)node_modules/oauth4webapi/' },
    },
    {
      name: 'the-identity-provider-is-spoken-to-late',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^console/services/oidc\\.ts$', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'the-console-loads-no-schemas',
      comment: 'zod is larger than the whole console; its types are another matter.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '(^|/)node_modules/zod/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-the-console',
      severity: 'error',
      from: { pathNot: '^(console|test/unit/console)/' },
      to: { path: '^console/' },
    },
    {
      name: 'the-emulator-knows-nothing-of-herald',
      comment: 'local/aws runs any synthesized template: Node, packages and itself are all that it imports.',
      severity: 'error',
      from: { path: '^local/aws/' },
      to: { pathNot: ['^local/aws/', '(^|/)node_modules/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'nothing-imports-local-test-or-bench',
      severity: 'error',
      from: { path: '^(admin|lib|functions|shared)/' },
      to: { path: '^(local|test|bench)/' },
    },
  ],
  options: {
    exclude: { path: '^tools/[^/]+/node_modules/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
