/** Who may import whom. Domain rooms stand in the order tenancy ← customer ← campaign ← messaging ← interaction ← analytics ← routing. */
const ROOMS = ['tenancy', 'customer', 'campaign', 'messaging', 'interaction', 'analytics', 'routing'];

const neverToTheRight = ROOMS.slice(0, -1).map((room, place) => ({
  name: `${room}-imports-nothing-to-its-right`,
  severity: 'error',
  from: { path: `^shared/${room}/` },
  to: { path: `^shared/(${ROOMS.slice(place + 1).join('|')})/` },
}));

const ADAPTER =
  '\\.(store|sender|runs|schedules|send-queue|failure-queue|credentials|tokens|templates|client|bus|delivery-queue|http-poster)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...neverToTheRight,
    {
      name: 'domain-is-free-of-vendors',
      comment:
        'What is not a store or a vendor adapter imports zod, parsers without input or output, platform and rooms to its left.',
      severity: 'error',
      from: { path: `^shared/(${ROOMS.join('|')})/`, pathNot: ADAPTER },
      to: { path: '^node_modules/(@aws-sdk|@smithy|@middy|twilio|jose|aws-lambda)' },
    },
    {
      name: 'domain-does-not-know-its-edges',
      comment: 'A contract describes a route; nothing else of a room knows HTTP or events.',
      severity: 'error',
      from: { path: `^shared/(${ROOMS.join('|')})/`, pathNot: '\\.contract\\.ts$' },
      to: { path: '^shared/(http|events|dependencies)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-import-their-own-room-and-platform',
      severity: 'error',
      from: { path: `^shared/([^/]+)/.*${ADAPTER}` },
      to: { path: '^shared/', pathNot: ['^shared/$1/', '^shared/platform/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-stands-alone',
      severity: 'error',
      from: { path: '^shared/platform/' },
      to: { path: '^shared/', pathNot: '^shared/platform/' },
    },
    {
      name: 'one-composition-root',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/dependencies\\.ts$' },
      to: { path: `^shared/.*${ADAPTER}`, pathNot: '\\.client\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'functions-import-shared-alone',
      severity: 'error',
      from: { path: '^functions/' },
      to: { pathNot: '^shared/' },
    },
    {
      name: 'lib-reads-data-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(functions|local|test|bench|admin)/' },
    },
    {
      name: 'shared-imports-no-other-room',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|lib|local|test|bench|admin)/' },
    },
    {
      name: 'nothing-imports-local-or-test',
      severity: 'error',
      from: { path: '^(admin|lib|functions|shared)/' },
      to: { path: '^(local|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
