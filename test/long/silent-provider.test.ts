/** Runs the suites of the folder of this name one after another, in one Herald. */
import { afterAll, describe } from 'vitest';

import { herald } from './silent-provider/herald.ts';

afterAll(() => herald.close());

describe('reply-routing', async () => {
  await import('./silent-provider/reply-routing.test.ts');
});
describe('webhook-endpoints', async () => {
  await import('./silent-provider/webhook-endpoints.test.ts');
});
describe('erasure', async () => {
  await import('./silent-provider/erasure.test.ts');
});
describe('alerts', async () => {
  await import('./silent-provider/alerts.test.ts');
});
describe('tap-trouble', async () => {
  await import('./silent-provider/tap-trouble.test.ts');
});
describe('send-once', async () => {
  await import('./silent-provider/send-once.test.ts');
});
describe('reconciliation', async () => {
  await import('./silent-provider/reconciliation.test.ts');
});
describe('recommendation', async () => {
  await import('./silent-provider/recommendation.test.ts');
});
describe('approval-bound', async () => {
  await import('./silent-provider/approval-bound.test.ts');
});
describe('agent', async () => {
  await import('./silent-provider/agent.test.ts');
});
