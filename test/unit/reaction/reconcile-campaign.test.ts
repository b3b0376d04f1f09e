import { afterAll, beforeAll, expect, test } from 'vitest';

import type { JobKind, StepResult } from '../../../shared/job/job-kind.ts';
import type { Message } from '../../../shared/message/message.ts';
import type { Interaction } from '../../../shared/interaction/interaction.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { autoReplyStore } from '../../../shared/reaction/auto-reply.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf, LANES } from '../../../shared/platform/lanes.ts';
import type { Credentials, StatusReport } from '../../../shared/provider/provider.ts';
import { reconcileCampaign } from '../../../shared/reaction/reconcile-campaign.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, customerOf, fakeClock, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

/** What a message is, and whether the provider has it; or what happens when the provider is asked about it. */
interface Provided {
  readonly has?: boolean;
  readonly report?: StatusReport;
  readonly meets?: () => unknown;
}
type Person = Partial<Message> & Provided;

const UNKNOWN: Person = { status: 'unknown' };
const HAS: Person = { ...UNKNOWN, has: true };

/** Customers of one lane, in the order in which the lane lists them. */
function customersOf(lane: number, count: number): string[] {
  const found: string[] = [];
  while (found.length < count) {
    const id = ids.next('cus');
    if (laneOf(id) === lane) found.push(id);
  }
  return found.toSorted();
}

interface Around {
  readonly lane?: number;
  readonly vault?: Credentials | null;
  /** What the provider has for each of them. */
  readonly list?: readonly string[];
}

/** A campaign with messages of one lane, and the job that asks about them. */
async function world(people: readonly Person[], { lane = 0, vault = { account_sid: 'AC1' }, list }: Around = {}) {
  const clock = fakeClock();
  const sender = senderOf();
  const { tenant_id } = sender;
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, status: 'completed', run: 1 });
  const customers = customersOf(lane, people.length);
  const pk = `TENANT#${tenant_id}#CAMPAIGN#${campaign.id}#LANE#${laneName(lane)}`;
  for (const [place, { has: _, meets: __, report: ___, ...kept }] of people.entries())
    await opened.table.put({
      ...{ pk, sk: `MESSAGE#${customers[place]}`, id: ids.next('msg') },
      ...{ campaign_id: campaign.id, customer_id: customers[place], attempts: 1, sending_since: START, ...kept },
    });
  const campaigns = campaignStore(opened.table);
  const interactions = interactionStore(opened.table);
  const asked: number[] = [];
  const messages = messageStore(opened.table);
  const kind: JobKind = reconcileCampaign({
    clock,
    messages,
    autoReplies: autoReplyStore(opened.table),
    campaigns: { get: async () => campaign, newestBefore: campaigns.newestBefore },
    credentials: { get: async () => vault ?? undefined },
    customers: { get: async (_, id) => customerOf({ id, phone_number: `+4915100000${customers.indexOf(id)}` }) },
    interactions,
    providers: () => ({
      async find(_, { to }) {
        const place = Number(to.slice('+4915100000'.length));
        asked.push(place);
        await people[place]?.meets?.();
        if (list) return list.map((provider_sid) => ({ provider_sid, created_at: START, report: undefined }));
        const { has, report } = people[place] ?? {};
        return has ? [{ provider_sid: `SM${place}`, created_at: START, report }] : [];
      },
    }),
    senders: { get: async () => sender },
  });
  const step = (position?: StepResult['next']) =>
    kind.step({ tenant_id, input: { campaign_id: campaign.id }, position }, clock.now());
  return {
    ...{
      asked,
      campaigns,
      clock,
      customers,
      interactions,
      messages,
      sender,
      step,
      tenant_id,
      campaign_id: campaign.id,
    },
    statuses: async () => (await messages.ofCustomers(tenant_id, campaign.id, customers)).map(({ status }) => status),
    at: (place: number) => messages.get(tenant_id, { campaign_id: campaign.id, customer_id: customers[place]! }),
  };
}

/** All steps, from the first. */
async function run({ step }: Pick<Awaited<ReturnType<typeof world>>, 'step'>) {
  const total: Record<string, number> = {};
  let steps = 0;
  let next: StepResult['next'];
  do {
    const result = await step(next);
    for (const [name, by] of Object.entries(result.done ?? {})) total[name] = (total[name] ?? 0) + by;
    next = result.next;
    steps += 1;
  } while (next && steps < 100);
  return { steps, total };
}

test.each([0, LANES - 1])(
  'what the provider has is accepted, the rest stays unknown, and nobody else is asked about (lane %i)',
  async (lane) => {
    const made = await world([HAS, UNKNOWN, { status: 'failed', has: true }, { status: 'retry', has: true }, HAS], {
      lane,
    });
    expect(await run(made)).toEqual({ steps: LANES, total: { asked: 3, found: 2, not_found: 1 } });
    expect(made.asked).toEqual([0, 1, 4]);
    const found = [0, 1, 2, 3, 4].map(made.at);
    expect(await Promise.all(found)).toMatchObject([
      { status: 'accepted', provider_sid: 'SM0', attempts: 1 },
      { status: 'unknown' },
      { status: 'failed' },
      { status: 'retry' },
      { status: 'accepted', provider_sid: 'SM4', attempts: 1 },
    ]);
    // Asked again, it is about those alone that are still unknown.
    expect((await run(made)).total).toEqual({ asked: 1, found: 0, not_found: 1 });
  },
);

test('where nothing is unknown it ends, and says so', async () => {
  const made = await world([{ status: 'delivered' }]);
  expect((await run(made)).total).toEqual({ asked: 0, found: 0, not_found: 0 });
});

test('a step asks about ten at most, and the next one goes on after them', async () => {
  const made = await world(Array<Person>(12).fill(HAS));
  const first = await made.step();
  expect(first).toEqual({
    next: { lane: 0, after: made.customers[9] },
    done: { asked: 10, found: 10, not_found: 0 },
  });
  expect(await made.step(first.next)).toEqual({ next: { lane: 1 }, done: { asked: 2, found: 2, not_found: 0 } });
  expect(made.asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('a step goes through a lane page by page, however few of its messages are unknown', async () => {
  const people = [...Array<Person>(250).fill({ status: 'delivered' }), HAS];
  const made = await world(people);
  const first = await made.step();
  expect(first).toEqual({
    next: { lane: 0, after: made.customers[199] },
    done: { asked: 0, found: 0, not_found: 0 },
  });
  expect((await made.step(first.next)).done).toEqual({ asked: 1, found: 1, not_found: 0 });
});

test('while the provider is slow a step begins no look after ten seconds', async () => {
  const slow: Person = { ...HAS, meets: () => made.clock.advance(6_000) };
  const made = await world([slow, slow, slow]);
  expect(await made.step()).toMatchObject({ next: { lane: 0, after: made.customers[1] }, done: { asked: 2 } });
});

test('what was found before the provider failed is counted, and the next step begins with whom it failed for', async () => {
  let isDown = true;
  const meets = () => {
    if (isDown) throw new Error('HTTP 429');
  };
  const made = await world([HAS, UNKNOWN, { ...HAS, meets }, HAS]);
  const first = await made.step();
  expect(first).toEqual({
    next: { lane: 0, after: made.customers[1] },
    done: { asked: 2, found: 1, not_found: 1 },
  });
  await expect(made.step(first.next)).rejects.toThrow('HTTP 429');
  expect(await made.statuses()).toEqual(['accepted', 'unknown', 'unknown', 'unknown']);
  isDown = false;
  expect((await made.step(first.next)).done).toEqual({ asked: 2, found: 2, not_found: 0 });
});

test('whom a callback told of meanwhile is not asked about', async () => {
  const settles = () =>
    made.messages.confirmAccepted(
      made.tenant_id,
      { campaign_id: made.campaign_id, customer_id: made.customers[1]! },
      { attempts: 1, provider_sid: 'SM9' },
      new Date(START).toISOString(),
    );
  const made = await world([{ ...HAS, meets: settles }, UNKNOWN]);
  expect(await made.step()).toMatchObject({ done: { asked: 1, found: 1, not_found: 0 } });
  expect(made.asked).toEqual([0]);
  expect(await made.at(1)).toMatchObject({ status: 'accepted', provider_sid: 'SM9' });
});

/** What says nothing of its person: such a message waits to be sent again. */
const LIMIT: StatusReport = {
  ...{ provider_sid: 'SM0', status: 'undelivered' },
  error: { code: '63018', class: 'portfolio_limit' },
};

test('what became of an attempt says nothing of one that somebody began meanwhile', async () => {
  const replays = async () => {
    const { campaign_id, customers, messages, tenant_id } = made;
    const message = (await made.at(0))!;
    await messages.replay(tenant_id, message, { run: 2, statuses: ['unknown'] });
    const lease = { holder: 'x', lease_until: START + DAY, sending_since: START + 1 };
    const draft = { ...message, ...lease, campaign_id, customer_id: customers[0]! };
    expect(await messages.claim(tenant_id, draft, START)).toEqual({ got: true, attempts: 2 });
  };
  const made = await world([{ ...HAS, report: LIMIT, meets: replays }]);
  await made.step();
  const { status, provider_sid, attempts, holder } = (await made.at(0))!;
  expect({ status, provider_sid, attempts, holder }).toEqual({ status: 'sending', attempts: 2, holder: 'x' });
});

test('what was refused for a limit waits to be sent again, but not when that was days ago', async () => {
  const made = await world([{ ...HAS, report: LIMIT }]);
  await made.step();
  expect(await made.at(0)).toMatchObject({ status: 'retry', error_code: '63018' });

  const late = await world([{ ...HAS, report: LIMIT }]);
  late.clock.advance(3 * DAY);
  await late.step();
  // Its failure is news of today, about an attempt of then.
  expect(await late.at(0)).toMatchObject({
    ...{ status: 'undelivered', error_code: '63018', provider_sid: 'SM0' },
    ...{ accepted_at: timestamp(START), failed_at: timestamp(START + 3 * DAY) },
  });
});

test('without credentials nobody is told to be not found', async () => {
  const made = await world([UNKNOWN], { vault: null });
  await expect(made.step()).rejects.toThrow('credentials');
  expect(made.asked).toEqual([]);
});

const DAY = 86_400_000;

test('what another campaign sent then is not taken for the message, however many campaigns came after', async () => {
  const made = await world([UNKNOWN], { list: ['SM9'] });
  const { campaigns, customers, sender, tenant_id } = made;
  const campaignAt = (time: number) => campaignOf({ id: ids.at('cmp', time), tenant_id, sender_id: sender.id });
  const rival = campaignAt(START - 1_000);
  await opened.table.put({
    pk: `TENANT#${tenant_id}#CAMPAIGN#${rival.id}#LANE#${laneName(0)}`,
    sk: `MESSAGE#${customers[0]}`,
    ...{ id: ids.next('msg'), campaign_id: rival.id, customer_id: customers[0], status: 'delivered' },
    ...{ attempts: 1, sending_since: START, provider_sid: 'SM9' },
  });
  for (const one of [rival, ...Array.from({ length: 100 }, (_, day) => campaignAt(START + (day + 1) * DAY))])
    await campaigns.add(one);
  expect((await made.step()).done).toEqual({ asked: 1, found: 0, not_found: 1 });
});

test('an answer to a tap of then is not taken for the message, however often the person tapped since', async () => {
  const made = await world([UNKNOWN], { list: ['SM9'] });
  const { campaign_id, interactions, messages, tenant_id } = made;
  const customer_id = made.customers[0]!;
  const tapAt = async (time: number) => {
    const id = ids.at('int', time);
    const clicked_at = new Date(time).toISOString();
    const also = messages.tapWrite(tenant_id, { campaign_id, customer_id }, 'yes', clicked_at);
    const tap: Interaction = {
      ...{ id, tenant_id, campaign_id, customer_id, message_id: ids.next('msg'), clicked_at, source: 'inbound' },
      ...{ button_id: 'yes', button_title: 'Yes', button_type: 'reply', local_weekday: 4, local_hour: 13 },
    };
    expect(await interactions.record(tap, { key: id }, also)).toBe(true);
    return id;
  };
  const interaction_id = await tapAt(START - 1_000);
  await opened.table.put({
    pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`,
    sk: `AUTOREPLY#${interaction_id}`,
    ...{ campaign_id, interaction_id, status: 'accepted', provider_sid: 'SM9' },
  });
  for (let day = 1; day <= 25; day += 1) await tapAt(START + day * DAY);
  expect((await made.step()).done).toEqual({ asked: 1, found: 0, not_found: 1 });
});
