import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { afterRestore } from '../../../admin/after-restore/after-restore.ts';
import { restoreProgress } from '../../../admin/after-restore/progress.store.ts';
import type { AfterRestorePorts } from '../../../admin/after-restore/restore-ports.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { rollupStore } from '../../../shared/analytics/rollup.store.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { recordTap } from '../../../shared/interaction/record-tap.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { tableBySdk } from '../../../admin/sdk-table.ts';
import type { SentMessage } from '../../../shared/provider/provider.ts';
import { callbackWatchStore } from '../../../shared/run/callback-watch.store.ts';
import { audienceStore } from '../../../shared/segment/audience.store.ts';
import { segmentStore } from '../../../shared/segment/segment.store.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { sendingSwitchStore } from '../../../shared/tenancy/sending-switch.store.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { openDatabase } from '../../fault/database.ts';
import { createTable, turnStreamOn } from '../../support/dynamodb.ts';
import { foldStream } from '../../support/fold-stream.ts';
import { campaignOf, fakeClock, keptLog, senderOf, tenantOf } from '../fixtures.ts';

const HOUR = 3_600_000;
const NOW = Date.now();
const RESTORED_TO = timestamp(NOW - HOUR);
const before = timestamp(NOW - 2 * HOUR);
const failures = { add: async () => Promise.reject(new Error('Nothing here is unfoldable.')) };

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const tenant = tenantOf();
const tenant_id = tenant.id;
const sender = senderOf({ tenant_id });
const BUTTON = { id: 'yes', title: 'Yes', type: 'reply' } as const;
const sent = { tenant_id, sender_id: sender.id, buttons: [BUTTON], created_at: before, updated_at: before };

let worlds = 0;
let names: { readonly old: string; readonly restored: string };
/** The table that was lost, and the one that was restored, which has no stream yet. */
let old: Table;
let table: Table;
let foldOld: () => Promise<void>;
beforeEach(async () => {
  worlds += 1;
  names = { old: `old-${worlds}`, restored: `restored-${worlds}` };
  old = tableBySdk(names.old, database.client);
  table = tableBySdk(names.restored, database.client);
  foldOld = foldInto(old, await database.createTable(names.old));
  await createTable(database.client, names.restored, false);
  await tenantStore(old).add(tenant);
  await senderStore(old).add(sender);
});

function foldInto(of: Table, stream: string): () => Promise<void> {
  const { log } = keptLog();
  return foldStream(database.streams, stream, { rollups: rollupStore(of), failures, log, clock: fakeClock() });
}

/** What a restore does: every item as it is, in another table. */
async function copy(): Promise<void> {
  const client = DynamoDBDocumentClient.from(database.client);
  for await (const { Items = [] } of paginateScan({ client }, { TableName: names.old }))
    await Promise.all(Items.map((item) => table.put(item)));
}

let numbers = 0;
async function person(tag = 'everybody') {
  numbers += 1;
  const phone_number = `+49151${String(10_000_000 + numbers)}`;
  const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now: before };
  const { customer } = await customerStore(old).upsert(draftCustomer({ phone_number, tags: [tag] }, about));
  return { ...customer, phone_number };
}
type Person = Awaited<ReturnType<typeof person>>;

async function add(given: Partial<Campaign>): Promise<Campaign> {
  const campaign = campaignOf({ ...sent, ...given });
  await campaignStore(old).add(campaign);
  return campaign;
}

async function claim({ id: campaign_id }: Campaign, { id: customer_id }: Person, of = old) {
  const draft = {
    id: ids.next('msg'),
    campaign_id,
    customer_id,
    status: 'sending' as const,
    attempts: 1,
    variables: [],
  };
  return messageStore(of).claim(tenant_id, { ...draft, holder: 'test', lease_until: NOW }, NOW);
}

async function accept(campaign: Campaign, customer: Person, of = old): Promise<void> {
  await claim(campaign, customer, of);
  const reference = { campaign_id: campaign.id, customer_id: customer.id };
  await messageStore(of).accept(tenant_id, reference, sidOf(campaign, customer), before);
}

const sidOf = ({ id }: Pick<Campaign, 'id'>, customer: Person) => `SM-${id}-${customer.id}`;

async function deliver(campaign: Campaign, customer: Person, of = old): Promise<void> {
  const report = { status: 'delivered', provider_sid: sidOf(campaign, customer) } as const;
  const reference = { campaign_id: campaign.id, customer_id: customer.id };
  await messageStore(of).applyStatus(tenant_id, reference, report, before);
}

async function tap(campaign: Campaign, customer: Person, of = old): Promise<void> {
  const [messages, interactions] = [messageStore(of), interactionStore(of)];
  const message = await messages.get(tenant_id, { campaign_id: campaign.id, customer_id: customer.id });
  const tapped = { button: BUTTON, source: 'api' as const, key: ids.next('evt'), clicked_at: before };
  const ports = { customers: customerStore(of), interactions, messages, ids };
  await recordTap({ campaign, customer, message: message! }, tapped, ports);
}

interface Provider {
  readonly listed: readonly SentMessage[];
  readonly begun: readonly { readonly campaign_id: string; readonly run: number }[];
  /** How many messages become unknown before the command dies. */
  readonly diesAfter?: number;
  readonly fails?: boolean;
}

/** How many messages are on a page. */
const PAGE = 2;

function ports({ listed, begun, diesAfter = Infinity, fails }: Provider): AfterRestorePorts {
  const store = messageStore(table);
  let left = diesAfter;
  const messages: typeof store = {
    ...store,
    async supposeSent(...given) {
      if ((left -= 1) < 0) throw new Error('The command was ended.');
      return store.supposeSent(...given);
    },
  };
  return {
    ...{ ids, messages, audiences: audienceStore(table), callbackWatches: callbackWatchStore(table) },
    campaigns: campaignStore(table),
    credentials: { get: async () => ({ account_sid: 'AC1' }) },
    customers: customerStore(table),
    ledger: { messages, interactions: interactionStore(table) },
    progress: restoreProgress(table, RESTORED_TO),
    providers: () => ({
      async sentPage(_account, from, { after = '0' }) {
        if (fails) throw new Error('Listing messages at Twilio failed: HTTP 503.');
        const page = Number(after);
        const items = from === sender.phone_number ? listed.slice(page * PAGE, (page + 1) * PAGE) : [];
        return { items, next: (page + 1) * PAGE < listed.length ? String(page + 1) : undefined };
      },
    }),
    rollups: rollupStore(table),
    runs: {
      async inactiveSince({ campaign_id, run }) {
        return begun.some((one) => one.campaign_id === campaign_id && one.run === run) ? NOW : 0;
      },
    },
    segments: segmentStore(table),
    senders: senderStore(table),
    sendingSwitch: sendingSwitchStore(table, fakeClock()),
  };
}

const run = (given: Partial<Provider> = {}) => {
  const installation = { tableName: names.restored, credentialsPrefix: 'herald/test/', access: database.access };
  return afterRestore(installation, RESTORED_TO, ports({ listed: [], begun: [], ...given }));
};

const listedFor = (customer: Person, sid = `SM-lost-${customer.id}`): SentMessage => ({
  provider_sid: sid,
  to: customer.phone_number,
  created_at: NOW - HOUR / 2,
  report: undefined,
});
const messageOf = ({ id: campaign_id }: Campaign, { id: customer_id }: Person) =>
  messageStore(table).get(tenant_id, { campaign_id, customer_id });
const report = (of: Table, { id }: Campaign) => rollupStore(of).read(tenant_id, id);
const counted = (of: Table, { id }: Campaign) =>
  recount(tenant_id, id, { messages: messageStore(of), interactions: interactionStore(of) });

describe('the counters', () => {
  test('say the same before and after, take what the new stream brings, and equal a recount', async () => {
    const campaign = await add({ status: 'completed', run: 1, started_at: before, completed_at: before });
    const people = await Promise.all(Array.from({ length: 5 }, () => person()));
    for (const one of people) await accept(campaign, one);
    await deliver(campaign, people[0]!);
    await tap(campaign, people[0]!);
    await foldOld();
    const reported = await report(old, campaign);
    expect(reported).toMatchObject({
      totals: { recipients: 5, delivered: 1, clicked: 1 },
      buttons: { 'clicks#yes': 1 },
    });
    await copy();

    expect((await run()).tenants).toMatchObject([{ tenant_id, held: [], rebuilt: 1, corrected: 0 }]);
    expect(await report(table, campaign)).toEqual(reported);
    const fold = foldInto(table, await turnStreamOn(database.client, names.restored));
    for (const one of people) await deliver(campaign, one, table);
    await tap(campaign, people[1]!, table);
    await fold();
    expect(await report(table, campaign)).toMatchObject({
      totals: { delivered: 5, clicked: 2 },
      buttons: { 'clicks#yes': 2 },
    });
    expect(await report(table, campaign)).toEqual(await counted(table, campaign));
  });

  test('of records that the old roll-up had not counted yet are made good', async () => {
    const campaign = await add({ status: 'completed', run: 1, started_at: before, completed_at: before });
    const ana = await person();
    await accept(campaign, ana);
    await foldOld();
    await deliver(campaign, ana);
    await copy();
    expect((await run()).tenants).toMatchObject([{ corrected: 1 }]);
    expect(await report(table, campaign)).toEqual(await counted(table, campaign));
  });

  test('of a table that streams are read from are left alone, and nothing else is changed', async () => {
    const campaign = await add({ status: 'sending', run: 1, started_at: before });
    await copy();
    await turnStreamOn(database.client, names.restored);
    await expect(run()).rejects.toThrow(/The stream of restored-\d+ is on/);
    expect(await campaignStore(table).get(tenant_id, campaign.id)).toEqual(campaign);
    expect(await sendingSwitchStore(table, fakeClock()).isStopped()).toBe(false);
  });
});

describe('a campaign', () => {
  test.each<[string, Partial<Campaign>, boolean, string]>([
    ['that was sending', { status: 'sending', run: 1, started_at: before }, false, 'paused'],
    ['whose time has come since', { status: 'scheduled', scheduled_at: timestamp(NOW - HOUR / 2) }, false, 'paused'],
    ['that was executed since', { status: 'draft' }, true, 'paused'],
    [
      'that was scheduled and executed since',
      { status: 'scheduled', scheduled_at: timestamp(NOW + HOUR) },
      true,
      'paused',
    ],
    ['that nobody has touched', { status: 'draft' }, false, 'draft'],
    ['whose time is still to come', { status: 'scheduled', scheduled_at: timestamp(NOW + HOUR) }, false, 'scheduled'],
    ['that had ended', { status: 'completed', run: 2 }, false, 'completed'],
  ])('%s is held where it may have gone to others', async (_, given, begun, status) => {
    const campaign = await add(given);
    await copy();
    const { tenants } = await run({ begun: begun ? [{ campaign_id: campaign.id, run: campaign.run + 1 }] : [] });
    const found = await campaignStore(table).get(tenant_id, campaign.id);
    expect(found?.status).toBe(status);
    expect(tenants[0]?.held).toEqual(status === 'paused' ? [campaign.id] : []);
    if (status === 'paused') expect(found?.status_reason).toContain(RESTORED_TO);
  });

  test('that recurs passes the dates since, whose campaigns the table does not have', async () => {
    const due = timestamp(NOW - HOUR / 2);
    const days = [1, 2, 3, 4, 5, 6, 7];
    const recurrence = { days, every: 1, time: due.slice(11, 16), time_zone: 'UTC', from: before.slice(0, 10) };
    const campaign = await add({ status: 'scheduled', scheduled_at: due, recurrence });
    await copy();
    await run();
    const found = await campaignStore(table).get(tenant_id, campaign.id);
    expect(found).toMatchObject({ status: 'scheduled', schedule_pending: true });
    expect(Date.parse(found?.scheduled_at ?? '')).toBeGreaterThan(NOW);
  });

  test('sends to nobody whom the provider has a message for that the table does not know', async () => {
    const campaign = await add({
      ...{ status: 'sending', run: 1, started_at: timestamp(NOW - HOUR), target_criteria: { tags_any: ['vip'] } },
    });
    const [known, lost, retried, waiting] = [
      await person('vip'),
      await person('vip'),
      await person('vip'),
      await person('vip'),
    ];
    const other = await person('other');
    await accept(campaign, known);
    await claim(campaign, retried);
    await messageStore(old).release(tenant_id, { campaign_id: campaign.id, customer_id: retried.id }, 'test');
    await foldOld();
    await copy();

    const listed = [listedFor(known, sidOf(campaign, known)), listedFor(lost), listedFor(retried), listedFor(other)];
    expect((await run({ listed })).tenants).toMatchObject([
      { held: [campaign.id], unchecked: [], unknown: 2, unasked: [] },
    ]);
    expect((await messageOf(campaign, known))?.status).toBe('accepted');
    for (const one of [lost, retried]) expect((await messageOf(campaign, one))?.status).toBe('unknown');
    // Who is not in the audience is none of its recipients, and a replay must not make one of them.
    for (const one of [waiting, other]) expect(await messageOf(campaign, one)).toBeUndefined();
    for (const one of [lost, retried]) expect(await claim(campaign, one, table)).toEqual({ got: false });
    expect(await claim(campaign, waiting, table)).toMatchObject({ got: true });
    expect(await report(table, campaign)).toMatchObject({ totals: { recipients: 3, accepted: 1, unknown: 2 } });
    expect((await campaignStore(table).get(tenant_id, campaign.id))?.status_reason).toMatch(/Then resume/);
  });

  test('takes what the provider lists of any attempt before for known', async () => {
    const campaign = await add({ status: 'sending', run: 1, started_at: timestamp(NOW - HOUR) });
    const customer = await person();
    const reference = { campaign_id: campaign.id, customer_id: customer.id };
    const error = { code: '21609', class: 'setup' } as const;
    const attempts = ['SM-1', 'SM-2'].map((sid) => `${sid}-${customer.id}`);
    for (const provider_sid of attempts) {
      await claim(campaign, customer);
      await messageStore(old).accept(tenant_id, reference, provider_sid, before);
      await messageStore(old).applyStatus(tenant_id, reference, { status: 'failed', provider_sid, error }, before);
    }
    await claim(campaign, customer);
    await messageStore(old).release(tenant_id, reference, 'test');
    await copy();
    const listed = attempts.map((sid) => listedFor(customer, sid));
    expect((await run({ listed })).tenants).toMatchObject([{ unknown: 0 }]);
    expect((await messageOf(campaign, customer))?.status).toBe('retry');
  });

  test('stays in doubt while the provider cannot be asked, until the command is repeated', async () => {
    const campaign = await add({ status: 'sending', run: 1, started_at: timestamp(NOW - HOUR) });
    const lost = await person();
    await copy();
    const why = 'Listing messages at Twilio failed: HTTP 503.';
    expect((await run({ fails: true })).tenants).toMatchObject([
      { held: [campaign.id], unchecked: [campaign.id], unasked: [{ sender_id: sender.id, why }] },
    ]);
    expect((await campaignStore(table).get(tenant_id, campaign.id))?.status_reason).toMatch(/do not resume/);
    expect((await run({ listed: [listedFor(lost)] })).tenants).toMatchObject([{ unchecked: [], unknown: 1 }]);
    expect(await report(table, campaign)).toMatchObject({ totals: { recipients: 1, unknown: 1 } });
  });
});

test('a sender is asked again where a campaign is in doubt whose audience could not be told before', async () => {
  const told = await add({ status: 'sending', run: 1, started_at: before });
  const segment = { tenant_id, id: ids.next('seg'), name: 'All', criteria: { tags_any: ['vip'] } };
  const target_criteria = { segments_any: [segment.id] };
  const untold = await add({ status: 'scheduled', scheduled_at: timestamp(NOW - HOUR / 2), target_criteria });
  const lost = await person('vip');
  await copy();
  const listed = [listedFor(lost)];
  expect((await run({ listed })).tenants).toMatchObject([{ unchecked: [untold.id], unknown: 1 }]);
  await segmentStore(table).add({ ...segment, created_at: before, updated_at: before }, 0);
  expect((await run({ listed })).tenants).toMatchObject([{ unchecked: [], unknown: 1 }]);
  for (const one of [told, untold]) expect((await messageOf(one, lost))?.status).toBe('unknown');
});

test('one that was interrupted goes on where it was, and another one changes nothing', async () => {
  const campaign = await add({ status: 'sending', run: 1, started_at: timestamp(NOW - HOUR) });
  const lost = await Promise.all(Array.from({ length: 3 }, () => person()));
  await copy();
  const listed = lost.map((one) => listedFor(one));
  await expect(run({ listed, diesAfter: 2 })).rejects.toThrow('ended');
  expect((await campaignStore(table).get(tenant_id, campaign.id))?.status_reason).toMatch(/do not resume/);
  expect((await run({ listed })).tenants).toMatchObject([{ unchecked: [], unknown: 1, rebuilt: 1 }]);
  const first = await report(table, campaign);
  expect(first).toMatchObject({ totals: { recipients: 3, unknown: 3 } });
  expect((await run({ listed })).tenants).toMatchObject([{ held: [campaign.id], unknown: 0, rebuilt: 0 }]);
  expect(await report(table, campaign)).toEqual(first);
});

test('a command that names the time otherwise, or another time, keeps what is held in doubt', async () => {
  const campaign = await add({ status: 'sending', run: 1, started_at: before });
  await copy();
  await run();
  const installation = { tableName: names.restored, credentialsPrefix: 'herald/test/', access: database.access };
  const other = timestamp(NOW - HOUR / 2);
  const given = { ...ports({ listed: [], begun: [] }), progress: restoreProgress(table, other) };
  const { tenants } = await afterRestore(installation, other.replace('.000Z', 'Z'), given);
  expect(tenants).toMatchObject([{ held: [campaign.id], unchecked: [] }]);
});

test('nothing is sent until somebody permits it, and what people wrote since is asked for', async () => {
  await copy();
  await run();
  expect(await sendingSwitchStore(table, fakeClock()).isStopped()).toBe(true);
  const { senders } = await callbackWatchStore(table).all();
  expect(senders.get(sender.id)).toMatchObject({ tenant_id, heard_until: Date.parse(RESTORED_TO) - 30_000 });
});
