import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

import { dynoxideBinary, NoEmbeddedDynamoDb } from './local/aws/dynoxide-binary.ts';

// Without it the CDK spends 8 s of CPU time on each synthesis that it only prints warnings from; `npm run synth` still does.
process.env['CDK_VALIDATION'] = 'false';

/** Those in folders are run by the test file of the folder's name. */
const INTEGRATION = 'test/integration/*.test.ts';
/** Each does something with every route, every quota, every command of a document, or waits for many pauses: `npm run test:long`. */
const EVERY = ['tenancy', 'lists', 'guards', 'idempotency', 'fuzz', 'docs', 'quotas', 'campaign-control'].map(
  (name) => `test/integration/${name}.test.ts`,
);
/** Looks at every page of the console in both themes, waits for tokens to end, or tries one thing more in a browser of its own: `npm run test:long`, too. */
const CONSOLE_LONG = [
  ...['every-page', 'sign-in', 'approval', 'best-hour', 'changed-meanwhile', 'recurring', 'settings-lists'],
  ...[
    'stop-sending',
    'variant-people',
    'button-actions',
    'viewer-pages',
    'field-faults',
    'insights',
    'preview',
    'keyboard',
    'damaged-address',
  ],
].map((name) => `test/console/${name}.test.ts`);
/** The longest, which do one thing after the other: begun last, they would be waited for alone. */
const LONGEST = [
  'silent-provider',
  'eager-sweeper',
  'docs',
  'campaign-control',
  'every-page',
  'predictions',
  'tenancy',
  'lists',
  'export',
  'inbound-webhook',
  'failing-functions',
  'sending-rules',
  'simulation',
];
/** What these load reads the environment, once for each process. */
const ISOLATED = ['test/unit/runtime/api.test.ts'];
const LONG = ['test/long/*.test.ts', 'test/fault/**/*.test.ts', 'test/scale/*.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Tests that compute: each worker loads the same modules again, so there is one more than cores, once those that wait are through. */
const AFTERWARDS = { maxWorkers: 3, sequence: { groupOrder: 1 } };

/** What these test is the embedded DynamoDB, or measured with it. */
const EMBEDDED = ['local/aws/test/**/*.test.ts', 'test/unit/bench/access-patterns/meter.test.ts'];

/** Why tests are left out on a system for which no DynamoDB is embedded; stores are then tested on DYNAMODB_ENDPOINT. */
function leftOut(): string | undefined {
  try {
    dynoxideBinary();
    return undefined;
  } catch (error) {
    if (!(error instanceof NoEmbeddedDynamoDb)) throw error;
    return `${error.message} Left out: all tests but most of test/unit, and test/infra.`;
  }
}
const reason = leftOut();
if (reason) console.warn(reason);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Bounds for a machine that does much else meanwhile: on a quiet one hardly a test takes 30 s.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    // Two cores, and four more files for while others wait: many wait for leases, brakes and windows.
    maxWorkers: 6,
    projects: [
      {
        extends: true,
        // Most of a unit test's time would be loading the same modules again.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'local/aws/test/**/*.test.ts'],
          exclude: [...ISOLATED, ...(reason ? EMBEDDED : [])],
          isolate: false,
          ...AFTERWARDS,
        },
      },
      // Loading the CDK and synthesizing takes longer than the tests of a file.
      { extends: true, test: { name: 'infra', include: ['test/infra/**/*.test.ts'], isolate: false, ...AFTERWARDS } },
      { extends: true, test: { name: 'isolated', include: ISOLATED, ...AFTERWARDS } },
      ...(reason
        ? []
        : [
            {
              extends: true,
              test: {
                name: 'integration',
                include: [INTEGRATION],
                exclude: EVERY,
                globalSetup: 'test/support/shared-herald.ts',
                isolate: false,
              },
            },
            {
              extends: true,
              test: { name: 'every', include: EVERY, globalSetup: 'test/support/shared-herald.ts', isolate: false },
            },
            // The console as a person uses it, in a real browser.
            {
              extends: true,
              test: {
                name: 'console',
                include: ['test/console/*.test.ts'],
                exclude: CONSOLE_LONG,
                globalSetup: 'test/console/setup.ts',
                isolate: false,
              },
            },
            {
              extends: true,
              test: {
                name: 'console-long',
                include: CONSOLE_LONG,
                globalSetup: 'test/console/setup.ts',
                isolate: false,
              },
            },
            // `npm run test:long`: what waits, for a silent provider, sweepers, leases of workers that died, another start; and small worlds.
            { extends: true, test: { name: 'long', include: LONG } },
          ]),
    ],
  },
});
