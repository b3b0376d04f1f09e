import { afterAll, expect, test } from 'vitest';

import { messageToken } from '../../../shared/message/message-token.ts';
import { LANES } from '../../../shared/platform/lanes.ts';
import { chunkOf, sendByHand } from '../../support/by-hand.ts';
import {
  beginWithoutRun,
  messagesOf,
  planned,
  reached,
  recipientsOf,
  reportOf,
  runCampaign,
  sentBy,
  totalsReached,
} from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { post, statusCallback } from '../../support/status-callback.ts';
import { rowsOf, tableOf } from '../../support/table.ts';
import { addCustomers, newTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

/** Faults are ordered by number, so each test that orders some has numbers of its own. */
const NUMBERS = numbers(40);

afterAll(() => {
  herald.stack.faults.clear();
  herald.standIn.faults.clear();
});

test.concurrent('a chunk that is delivered again, later and at the same time, is sent once', async () => {
  const tenant = await newTenant(herald);
  const people = NUMBERS.slice(0, 5);
  const customers = await addCustomers(tenant, people);
  const campaign = await beginWithoutRun(tenant);
  const deliver = () => sendByHand(herald, chunkOf(campaign, customers));
  const claims = claimsOf(campaign.id);
  // The first to send records the outcomes late, while its leases of 20 s last: whoever comes second finds everyone leased.
  herald.stack.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    match: (input) => isMessageOf(campaign.id, input),
    when: 'before',
    action: 'delay',
    delayMs: 10_000,
    times: people.length,
  });
  const first = deliver();
  await eventually(() => expect(claims()).toBe(people.length));
  await eventually(async () => expect(await deliver()).toBe(true));
  await Promise.all([first, deliver(), deliver(), deliver()]);
  await eventually(async () => expect(await deliver()).toBe(false));
  expect(await recipientsOf(tenant)).toEqual(people);
  await totalsReached(tenant, campaign.id, { recipients: 5, accepted: 5 });
  expect(await messagesOf(tenant, campaign.id)).toMatchObject(Array(5).fill({ status: 'accepted', attempts: 1 }));
});

test.concurrent('the run of a cancelled campaign ends, and nobody sweeps it any more', async () => {
  const tenant = await newTenant(herald);
  const { id: campaign_id } = await beginWithoutRun(tenant);
  const marker = { pk: 'ACTIVE', sk: `TENANT#${tenant.id}#CAMPAIGN#${campaign_id}` };
  expect(await tableOf(herald).get(marker)).toBeDefined();
  // It starts a run of its own, which may be through before the answer is here.
  await tenant.call(`POST /v1/campaigns/${campaign_id}/cancel`);
  const run = { tenant_id: tenant.id, campaign_id, run: 2, step: 'cancel' };
  await herald.stack.runtime.invoke(herald.stack.functionArn('campaign.close'), run);
  expect(await tableOf(herald).get(marker)).toBeUndefined();
});

test.concurrent('a page that is planned again is sent once', async () => {
  const tenant = await newTenant(herald);
  const customers = await addCustomers(tenant, 6);
  const { id: campaign_id } = await beginWithoutRun(tenant);
  const run = { tenant_id: tenant.id, campaign_id, run: 1, step: 'execute' };
  const table = tableOf(herald);
  const advance = herald.stack.functionArn('lane.advance');
  for (let times = 1; times <= 3; times++) {
    await Promise.all(
      Array.from({ length: LANES }, (_, lane) => herald.stack.runtime.invoke(advance, { ...run, lane })),
    );
    await planned(tenant, campaign_id, customers.length);
    // As if each planner had died between the queue and its cursor.
    for (const { pk, sk } of await rowsOf(herald, tenant.id))
      if (String(sk).startsWith('LANE#')) await table.remove({ pk: String(pk), sk: String(sk) });
  }
  await totalsReached(tenant, campaign_id, { recipients: 6, accepted: 6 });
  // A campaign that goes out only now is sent behind all chunks of the first.
  await runCampaign(tenant, { target_criteria: { customer_ids: [customers[0].id] } });
  expect(await recipientsOf(tenant)).toEqual([customers[0].phone_number, ...NUMBERS.slice(0, 6)]);
});

// Four at most: five unknown outcomes in a row pause a campaign, and which answer comes when is up to the network.
test.concurrent.for([
  ['nothing about', NUMBERS.slice(10, 18), ['drop after', 'error after', 'drop before', 'error before']],
  ['too late about', NUMBERS.slice(18, 20), [{ delayMs: 11_000 }]],
] as const)(
  'whoever the provider answered %s is unknown until it tells, and never sent to again',
  async ([, people, faults]) => {
    const tenant = await newTenant(herald);
    for (const [place, fault] of faults.entries())
      herald.standIn.faults.creates(fault, { to: (to) => to.endsWith(people[place] ?? '') });
    const customers = await addCustomers(tenant, people);
    const [recipients, unknown] = [people.length, faults.length];
    const { id: campaign_id } = await runCampaign(tenant);
    const { totals } = await totalsReached(tenant, campaign_id, {
      recipients,
      accepted: recipients - unknown,
      unknown,
    });
    expect(totals).toMatchObject({ failed: 0, skipped: 0 });
    const doubtful = (await messagesOf(tenant, campaign_id)).filter(({ status }) => status === 'unknown');
    const idOf = new Map(customers.map(({ phone_number, id }) => [phone_number, id]));
    const wanted = people.slice(0, unknown).map((number) => idOf.get(number));
    expect(doubtful.map(({ customer_id }) => customer_id).toSorted()).toEqual(wanted.toSorted());
    for (const { status_reason } of doubtful) expect(status_reason).toContain('did not say');

    // Those that failed before they were taken never came to be; of the others the provider tells in the end.
    const never = people.filter((_, place) => String(faults[place]).endsWith('before'));
    const came = people.filter((number) => !never.includes(number));
    const sent = await sentBy(tenant);
    expect(sent.map(({ to }) => to.slice(9)).toSorted()).toEqual(came.toSorted());
    const told = people.slice(0, unknown).filter((number) => came.includes(number));
    for (const number of told) {
      const { sid } = sent.find(({ to }) => to.endsWith(number))!;
      const token = messageToken({ campaign_id, customer_id: idOf.get(number) });
      await post(tenant, statusCallback(tenant, token, { MessageSid: sid, MessageStatus: 'delivered' }));
      const message = (await messagesOf(tenant, campaign_id)).find(({ provider_sid }) => provider_sid === sid);
      expect(message).toMatchObject({ customer_id: idOf.get(number), status: 'delivered', status_reason: null });
    }
    const settled = { recipients, accepted: came.length, delivered: told.length, unknown: never.length };
    await totalsReached(tenant, campaign_id, settled);
    expect(await sentBy(tenant)).toHaveLength(came.length);
  },
);

test.concurrent('whoever the provider was too busy for is sent to later, once', async () => {
  const tenant = await newTenant(herald);
  const people = NUMBERS.slice(20, 25);
  const [busy = ''] = people;
  herald.standIn.faults.creates('throttle', { to: (to) => to.endsWith(busy) });
  await addCustomers(tenant, people);
  const { id } = await runCampaign(tenant);
  await totalsReached(tenant, id, { recipients: 5, accepted: 5, failed: 0, unknown: 0 });
  expect(await recipientsOf(tenant)).toEqual(people);
  const attempts = (await messagesOf(tenant, id)).map((message) => message.attempts);
  expect(attempts.toSorted()).toEqual([1, 1, 1, 1, 2]);
});

test.concurrent('a provider that takes requests and answers none pauses the campaign', async () => {
  const tenant = await newTenant(herald);
  const people = NUMBERS.slice(30, 36);
  herald.standIn.faults.creates('drop before', { times: 6, to: oneOf(people) });
  const customers = await addCustomers(tenant, people);
  const campaign = await beginWithoutRun(tenant);
  await sendByHand(herald, chunkOf(campaign, customers));
  const { status_reason } = await reached(tenant, campaign.id, 'paused');
  expect(status_reason).toContain('does not answer');
  await totalsReached(tenant, campaign.id, { recipients: 6, unknown: 6 });
});

test.concurrent('a campaign that was paused and resumed leaves what is unknown alone', async () => {
  const tenant = await newTenant(herald);
  const people = NUMBERS.slice(26, 29);
  herald.standIn.faults.creates('drop after', { times: 3, to: oneOf(people) });
  const customers = await addCustomers(tenant, people);
  const campaign = await beginWithoutRun(tenant);
  await sendByHand(herald, chunkOf(campaign, customers));
  await totalsReached(tenant, campaign.id, { recipients: 3, unknown: 3 });
  await tenant.call(`POST /v1/campaigns/${campaign.id}/pause`);
  await tenant.call(`POST /v1/campaigns/${campaign.id}/resume`);
  await reached(tenant, campaign.id, 'completed');
  expect((await reportOf(tenant, campaign.id)).totals).toMatchObject({ recipients: 3, unknown: 3 });
  expect(await recipientsOf(tenant)).toEqual(people);
});

function oneOf(people: readonly string[]): (to: string) => boolean {
  return (to) => people.some((number) => to.endsWith(number));
}

/** Whether a write concerns a message of this campaign. */
function isMessageOf(campaign: string, input: unknown): boolean {
  return JSON.stringify(input).includes(`#CAMPAIGN#${campaign}#LANE#`);
}

/** Counts the claims of a campaign's messages from now on. */
function claimsOf(campaign: string): () => number {
  let claims = 0;
  const match = (input: unknown) => {
    if (isMessageOf(campaign, input)) claims += 1;
    return false;
  };
  herald.stack.faults.add({ service: 'dynamodb', operation: 'PutItem', match, when: 'after', action: 'error' });
  return () => claims;
}
