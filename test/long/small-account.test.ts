/** A stage's `accountConcurrency`: a campaign in an account that runs ten functions at a time, while others keep nine of them. */
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { messagesOf, reached, recipientsOf, startCampaign, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';
import { numbers } from '../support/people.ts';
import { importCustomers, newTenant } from '../support/tenant.ts';

const PEOPLE = 300;
/** They leave one execution of ten to everything else. */
const CALLERS = 9;
const QUESTIONS = 25;
const SLOW_MS = 300;

let herald: TestHerald;
beforeAll(async () => {
  herald = await startTestHerald({ settings: { accountConcurrency: 10, senderTimeoutSeconds: 5 } });
});
afterAll(() => herald.close());

test('a campaign in an account of ten executions reaches everyone once beside nine that others keep busy, and nothing is given up', async () => {
  const tenant = await newTenant(herald, { rate: 20 });
  await importCustomers(tenant, PEOPLE);
  const headers = { authorization: `Bearer ${tenant.api_key}` };
  const { id } = await startCampaign(tenant);

  const caller = herald.stack.functionArn('tenant.read');
  herald.stack.faults.add({ service: 'dynamodb', caller, when: 'before', action: 'delay', delayMs: SLOW_MS });
  const asked = await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      const answers: number[] = [];
      while (answers.length < QUESTIONS) answers.push((await fetch(`${herald.url}/v1/tenant`, { headers })).status);
      return answers;
    }),
  );
  herald.stack.faults.clear();
  await eventually(async () => expect(await recipientsOf(tenant)).toHaveLength(PEOPLE));

  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { accepted: PEOPLE, unknown: 0, failed: 0 });
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE).toSorted());
  expect((await messagesOf(tenant, id)).length).toBe(PEOPLE);
  expect(asked.flat().filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(herald.stack.runtime.stats().throttles).toBeGreaterThan(0);
  const queues = await new SQSClient(herald.installation.access).send(new ListQueuesCommand({}));
  const names = (queues.QueueUrls ?? []).map((url) => url.split('/').at(-1)!);
  const dead = names.filter((name) => !/Queue[0-9A-F]{8}$/.test(name));
  expect(dead.length).toBeGreaterThan(0);
  for (const name of dead)
    expect([name, herald.stack.sqs.depth(name)]).toEqual([name, { visible: 0, delayed: 0, inFlight: 0 }]);
});
