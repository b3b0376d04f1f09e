import { afterAll, beforeAll, expect, test } from 'vitest';

import { alertsOfQueue } from '../../../shared/event/alert-rules.ts';
import { SEEN_FOR, tenantOf, type DeadLetterQueue } from '../../../shared/event/dead-letters.ts';
import { deadLettersStore } from '../../../shared/event/dead-letters.store.ts';
import { lookAtDeadLetters } from '../../../shared/event/look-at-dead-letters.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, keptLog, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const tenant = ids.next('ten');

test.each<[string, unknown, string | undefined]>([
  ['a message of a queue', { tenant_id: tenant, job_id: 'job_1' }, tenant],
  ['an event', { type: 'message.failed', tenant_id: tenant, data: {} }, tenant],
  ['what the bus could not hand on', { 'detail-type': 'x', detail: { tenant_id: tenant } }, tenant],
  ['what a shared queue held', { consumer: 'reply.dispatch', event: { tenant_id: tenant } }, tenant],
  ['a change that nobody could read', { pk: `TENANT#${tenant}#CAMPAIGN#cmp_1`, sk: 'X', sequence: '1' }, tenant],
  ['a change of the tenant itself', { pk: `TENANT#${tenant}`, sk: 'TENANT' }, tenant],
  ['a change of nobody in particular', { pk: 'ACTIVE', sk: 'x' }, undefined],
  ['a batch that Lambda discarded', { DDBStreamBatchInfo: { shardId: '1' } }, undefined],
  ['an empty call of the schedule', {}, undefined],
  ['what is no id', { tenant_id: 'ten_1#x' }, undefined],
  ['a tenant that is none', { tenant_id: { S: tenant } }, undefined],
])('whose a dead letter is, is found in its body: %s', (_, body, expected) => {
  expect(tenantOf(JSON.stringify(body))).toBe(expected);
});

test('a body that is no JSON is nobody’s', () => {
  expect(tenantOf('not json')).toBeUndefined();
});

/** Queues with these bodies; one that is an error cannot be asked. */
function world(given: Readonly<Partial<Record<DeadLetterQueue, readonly unknown[] | Error>>>) {
  const queues = new Map(Object.entries(given));
  const { log, events } = keptLog();
  const clock = fakeClock();
  const deadLettersSeen = deadLettersStore(opened.table);
  const deadLetterQueues = {
    names: [...queues.keys()] as DeadLetterQueue[],
    async look(queue: DeadLetterQueue) {
      const bodies = queues.get(queue) ?? [];
      if (bodies instanceof Error) throw bodies;
      return bodies.map((body) => JSON.stringify(body));
    },
  };
  const ports = { clock, deadLettersSeen, deadLetterQueues, log };
  const alerts = async (of: string) =>
    (await deadLettersSeen.ofTenant(of)).flatMap((seen) => alertsOfQueue(seen, clock.now()));
  return { queues, clock, events, alerts, deadLettersSeen, look: () => lookAtDeadLetters({}, ports) };
}

test('each tenant is told of its own dead letters, by queue and number, and of nobody else’s', async () => {
  const [one, other] = [ids.next('ten'), ids.next('ten')];
  const { look, alerts } = world({
    'reply.dispatch': [{ tenant_id: one, data: { phone: '+4915112345678' } }, { tenant_id: other }, { tenant_id: one }],
    'job.run': [{ tenant_id: other }, {}],
  });
  await look();
  expect(await alerts(one)).toMatchObject([
    {
      ...{ id: 'dead_letters:reply.dispatch', kind: 'dead_letters', since: timestamp(START) },
      ...{ resource: { type: 'queue', name: 'Answers to taps' }, message: expect.stringMatching(/^2 or more failed/) },
    },
  ]);
  expect((await alerts(other)).map(({ id }) => id)).toEqual(['dead_letters:job.run', 'dead_letters:reply.dispatch']);
  expect(JSON.stringify(await alerts(one))).not.toContain('4915');
});

test('an alert keeps its beginning while its letters are there, and ends when they have not been seen for a while', async () => {
  const of = ids.next('ten');
  const { look, alerts, clock, events, queues } = world({ 'job.run': [{ tenant_id: of }] });
  await look();
  clock.advance(300_000);
  await look();
  expect(await alerts(of)).toMatchObject([{ since: timestamp(START) }]);
  expect(events()).toEqual(['dead_letters.found']);
  queues.set('job.run', []);
  clock.advance(SEEN_FOR);
  await look();
  expect(await alerts(of)).toHaveLength(1);
  clock.advance(1);
  expect(await alerts(of)).toEqual([]);
  queues.set('job.run', [{ tenant_id: of }]);
  await look();
  expect(await alerts(of)).toMatchObject([{ since: timestamp(clock.now()) }]);
  expect(events()).toEqual(['dead_letters.found', 'dead_letters.found']);
});

test('a queue that cannot be asked holds up no other, and is told', async () => {
  const of = ids.next('ten');
  const { look, alerts } = world({ 'webhook.fan_out': new Error('busy'), 'job.run': [{ tenant_id: of }] });
  expect(await thrown(look)).toMatchObject({ message: 'busy' });
  expect(await alerts(of)).toHaveLength(1);
});
