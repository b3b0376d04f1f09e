import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';

import type { Controls } from '../../local/twilio/controls.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { addPrepared, messagesOf, reached, sentBy, startCampaign, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { numbers } from '../support/people.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, importCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

/** So slow that a busy machine, too, sends faster than the provider does. */
const SLOW = { rate: 2, rules: { sender_queue: true }, limits: { queue_seconds: 2 } };
const PEOPLE = 20;
const TEMPLATE = { buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] };

const OFF = { sandbox: false, sandbox_templates: false, sandbox_pace: false, pair_pace: false };

/** Its sweeper carries on after a second with a campaign whose messages came back once it was completed. */
const herald = await startTestHerald({ settings: { sweepPatienceSeconds: 1 } });
const network = (given: Controls) => herald.standIn.act(given);
afterEach(() => network({ rules: OFF }));
afterAll(() => herald.close());

/** How many messages each person got, of those that arrived. */
async function arrived(tenant: TestTenant): Promise<number[]> {
  const all = (await sentBy(tenant)).filter(({ status }) => status === 'delivered' || status === 'read');
  return [...Map.groupBy(all, ({ to }) => to).values()].map((messages) => messages.length);
}

const once = (people: number) => Array.from({ length: people }, () => 1);

test('21611, since the provider holds too many of the sender: nobody fails, and everyone gets it once', async () => {
  const slow = await startTestHerald({ standIn: SLOW });
  onTestFinished(slow.close);
  const tenant = await newTenant(slow, { rate: 80 });
  await importCustomers(tenant, PEOPLE);
  const { id } = await startCampaign(tenant, TEMPLATE);
  await totalsReached(tenant, id, { recipients: PEOPLE, read: PEOPLE, failed: 0, skipped: 0, unknown: 0 });
  await reached(tenant, id, 'completed');
  expect(await arrived(tenant)).toEqual(once(PEOPLE));
  expect(slow.standIn.truth().totals.throttled).toBeGreaterThan(0);
});

/** How many campaigns are begun at once, to how few people, and how often, until two messages to a person meet within six seconds. */
const CAMPAIGNS = 3;
const FEW = 10;
const MAX_ROUNDS = 10;

test('63018 for campaigns to the same people at once: the later message waits some seconds, and the sender goes on', async () => {
  const tenant = await newTenant(herald);
  await importCustomers(tenant, FEW);
  await network({ rules: { pair_pace: true } });
  const wasPressed = async () => (await sentBy(tenant)).some(({ error_code }) => error_code === 63018);
  let rounds = 0;
  // On a busy machine one campaign may begin when the seconds of another are over.
  while (rounds < MAX_ROUNDS && !(await wasPressed())) {
    rounds += 1;
    const all = await Promise.all(Array.from({ length: CAMPAIGNS }, () => addPrepared(tenant, TEMPLATE)));
    await Promise.all(all.map(({ id }) => tenant.call(`POST /v1/campaigns/${id}/execute`)));
    for (const { id } of all) {
      await totalsReached(tenant, id, { recipients: FEW, read: FEW, failed: 0, skipped: 0, unknown: 0 });
      await reached(tenant, id, 'completed');
    }
  }
  expect(await wasPressed()).toBe(true);
  expect(await arrived(tenant)).toEqual(Array.from({ length: FEW }, () => CAMPAIGNS * rounds));
  const sender = await senderStore(tableOf(herald)).get(tenant.id, tenant.sender_id);
  expect(sender).toMatchObject({ id: tenant.sender_id });
  expect(sender).not.toHaveProperty('limited_until');
});

test('the sandbox at its own rate: who has not joined makes it pause, nobody fails, and whoever joins gets it', async () => {
  const people = numbers(3);
  const tenant = await newTenant(herald, { rate: 0.33 });
  await addCustomers(tenant, people);
  const [joins = '', ...members] = people;
  for (const from of members) await network({ writes: { from, to: tenant.sender_number, words: 'join stand-in' } });
  await network({ rules: { sandbox: true, sandbox_templates: true, sandbox_pace: true } });
  const { id } = await startCampaign(tenant, TEMPLATE);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toContain('(error 63015)');
  await network({ writes: { from: joins, to: tenant.sender_number, words: 'join stand-in' } });
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  await totalsReached(tenant, id, { recipients: 3, read: 3, failed: 0, skipped: 0, unknown: 0 });
  expect(await arrived(tenant)).toEqual(once(3));
});

test('a cold campaign from the sandbox pauses, blames nobody, and reaches whoever writes to it before it is resumed', async () => {
  const people = numbers(3);
  const tenant = await newTenant(herald);
  await addCustomers(tenant, people);
  const [warm = '', ...cold] = people;
  const writes = (from: string) => network({ writes: { from, to: tenant.sender_number, words: 'Hi' } });
  await writes(warm);
  await network({ rules: { sandbox_templates: true } });
  const { id } = await startCampaign(tenant, TEMPLATE);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/\(error 63016\): The sender may not send this template.*WhatsApp sender of your own/);
  await eventually(async () => {
    const refused = (await messagesOf(tenant, id)).filter(({ error_code }) => error_code === '63016');
    expect(refused).not.toEqual([]);
    for (const message of refused)
      expect(message).toMatchObject({ status: 'retry', status_reason: expect.stringContaining('sandbox') });
  });
  for (const from of cold) await writes(from);
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  await totalsReached(tenant, id, { recipients: 3, read: 3, failed: 0, skipped: 0, unknown: 0 });
  expect(await arrived(tenant)).toEqual(once(3));
});
