/** Runs the suites of the folder of this name one after another, in one Herald. */
import { afterAll, describe } from 'vitest';

import { herald } from './short-timeouts/herald.ts';

afterAll(() => herald.close());

describe('worker-death', async () => {
  await import('./short-timeouts/worker-death.test.ts');
});
describe('delivery', async () => {
  await import('./short-timeouts/delivery.test.ts');
});
describe('export', async () => {
  await import('./short-timeouts/export.test.ts');
});
