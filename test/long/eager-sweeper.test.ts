/** Runs the suites of the folder of this name one after another, in one Herald. */
import { afterAll, describe } from 'vitest';

import { herald } from './eager-sweeper/herald.ts';

afterAll(() => herald.close());

describe('schedule', async () => {
  await import('./eager-sweeper/schedule.test.ts');
});
describe('provider-trouble', async () => {
  await import('./eager-sweeper/provider-trouble.test.ts');
});
describe('providers-word', async () => {
  await import('./eager-sweeper/providers-word.test.ts');
});
describe('roll-up', async () => {
  await import('./eager-sweeper/roll-up.test.ts');
});
describe('lost-callbacks', async () => {
  await import('./eager-sweeper/lost-callbacks.test.ts');
});
describe('doctor', async () => {
  await import('./eager-sweeper/doctor.test.ts');
});
