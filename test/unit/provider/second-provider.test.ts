import { afterAll, beforeAll, expect, test } from 'vitest';

import { recount } from '../../../shared/analytics/recount.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import { settledOf } from '../../../shared/analytics/rollup.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { placeholders, replacePlaceholders } from '../../../shared/content/placeholder.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { frequencyStore } from '../../../shared/customer/frequency.store.ts';
import { handleInbound } from '../../../shared/interaction/handle-inbound.ts';
import { inboundStore } from '../../../shared/interaction/inbound.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { handleStatus } from '../../../shared/message/handle-status.ts';
import { choiceStore } from '../../../shared/message/choice.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { LANES } from '../../../shared/platform/lanes.ts';
import type { ErrorClass } from '../../../shared/provider/error-class.ts';
import type { OutboundMessage, Provider, ReportedStatus } from '../../../shared/provider/provider.ts';
import { reconcileMessage, type ReconcileJob } from '../../../shared/reaction/reconcile-message.ts';
import { advanceLane } from '../../../shared/run/advance-lane.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import type { Chunk } from '../../../shared/run/chunk.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import { laneStore } from '../../../shared/run/lane.store.ts';
import { openCampaign } from '../../../shared/run/open-campaign.ts';
import type { Run } from '../../../shared/run/run.ts';
import { sendChunk } from '../../../shared/send/send-chunk.ts';
import { dailyCountStore } from '../../../shared/sender/daily-count.store.ts';
import { audienceStore } from '../../../shared/segment/audience.store.ts';
import { segmentStore } from '../../../shared/segment/segment.store.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { templateStore } from '../../../shared/template/template.store.ts';
import { system } from '../../../shared/tenancy/actor.ts';
import { sendingSwitchStore } from '../../../shared/tenancy/sending-switch.store.ts';
import { spendStore } from '../../../shared/tenancy/spend.store.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

/** Its words for a status, and for what went wrong. */
const WORDS: Readonly<Record<string, ReportedStatus>> = { flown: 'sent', landed: 'delivered', opened: 'read' };
const ERRORS: Readonly<Record<string, ErrorClass>> = { no_such_roof: 'bad_recipient', too_many_birds: 'throttled' };

/**
 * A provider unlike the first: its account is one key, its ids are numbers with a prefix, its errors are words, it keeps no
 * list of messages, it reviews nothing and fills placeholders by name.
 */
function pigeonPost() {
  const sent: OutboundMessage[] = [];
  const templates = new Map<string, string>();
  let busy = 1;
  const adapter: Provider = {
    async send(credentials, outbound) {
      expect(credentials).toEqual({ key: 'loft' });
      if (outbound.to.endsWith('0')) return { kind: 'refused', code: 'no_such_roof', class: 'bad_recipient' };
      if (busy-- > 0) return { kind: 'refused', code: 'too_many_birds', class: 'throttled' };
      if (outbound.to.endsWith('1')) return { kind: 'ambiguous', reason: 'fog' };
      sent.push(outbound);
      return { kind: 'accepted', provider_sid: `pigeon-${sent.length}` };
    },
    find: async () => undefined,
    sentPage: async () => undefined,
    receivedPage: async () => undefined,
    statusOf: async () => undefined,
    recipientOf: async () => undefined,
    payload: ({ content, values }) => ({
      body: replacePlaceholders(content.body, placeholders(content.body), (index) => values[index] ?? ''),
    }),
    async ensureTemplate(_, content, __, registry) {
      const known = await registry.find('loft', content.body);
      const template_id = known ?? (await registry.add('loft', content.body, `ring-${templates.size}`));
      templates.set(template_id, content.body);
      return { template_id, review: { state: 'approved' } };
    },
    knownTemplate: async (_, content, __, registry) => registry.find('loft', content.body),
    accountOf: () => 'loft',
    listTemplates: async () => ({ templates: [], next: undefined }),
    readTemplate: async () => undefined,
    createTemplate: async () => 'ring',
    submitTemplate: async () => undefined,
    deleteTemplate: async () => undefined,
    readChangedTemplates: () => [],
    verifyWebhook: (credentials, { headers }) => headers['x-ring'] === credentials['key'],
    readStatus(body) {
      const { bird, word } = body as { bird: string; word: string };
      if (ERRORS[word])
        return { status: 'undelivered', provider_sid: bird, error: { code: word, class: ERRORS[word] } };
      return WORDS[word] && { status: WORDS[word], provider_sid: bird };
    },
    readInbound: (body) => ({ text: '', media_urls: [], ...(body as { sid: string; from: string }) }),
    readCall: () => {
      throw new Error('Pigeons do not call.');
    },
    acknowledgement: () => 'coo',
    callAnswer: () => '',
    classify: (code) => ERRORS[code] ?? 'unknown',
    explain: () => undefined,
    limits: async () => undefined,
    prices: () => undefined,
  };
  return { adapter, sent, templates };
}

/** An installation whose tenant sends by the other provider, to numbers that end in 0 to 9. */
async function installation() {
  const { table } = opened;
  const post = pigeonPost();
  const clock = fakeClock();
  const sender = senderOf({ provider: 'pigeon', rate: 100 });
  const { tenant_id } = sender;
  const queued: Chunk[] = [];
  const jobs: ReconcileJob[] = [];
  const runs: Run[] = [];
  const messages = messageStore(table);
  const interactions = interactionStore(table);
  const provider = (name: string | undefined) => {
    expect(name).toBe('pigeon');
    return post.adapter;
  };
  const ports = {
    ...{ campaigns: campaignStore(table), customers: customerStore(table), inbounds: inboundStore(table) },
    ...{ priceLists: provider, spends: spendStore(table) },
    ...{ dailyCounts: dailyCountStore(table), frequencies: frequencyStore(table), lanes: laneStore(table) },
    sendingSwitch: sendingSwitchStore(table, clock),
    ...{ senders: senderStore(table), templates: templateStore(table), tenants: tenantStore(table) },
    ...{ choices: choiceStore(table), messages, interactions, clock, ids, log: keptLog().log },
    ...{ providers: provider, templateProviders: provider, limitReaders: provider, unreachableAddress: null },
    ...{ audiences: audienceStore(table), segments: segmentStore(table) },
    bestHours: { provedModel: async () => undefined, blocksFor: async () => new Map() },
    picker: { isProved: async () => false, armsFor: async () => new Map() },
    autoReplies: { get: async () => undefined },
    recommender: { ask: async () => ({ error: 'Nobody is asked.' }) },
    credentials: { get: async () => ({ key: 'loft' }) },
    reconcileAfter: [60, 300],
    reconciles: { add: async (job: ReconcileJob) => void jobs.push(job) },
    runs: { start: async (run: Run) => (runs.push(run), 'running' as const) },
    sends: { add: async (chunks: readonly Chunk[]) => void queued.push(...chunks) },
    rollups: {
      async inLane(tenant: string, campaign: string, lane: number) {
        const ofLane = (at: number) => (at === lane ? messages.ofLane(tenant, campaign, at) : none());
        const counted = await recount(tenant, campaign, {
          messages: { ofLane: (_, __, at) => ofLane(at) },
          interactions: { all: none },
        });
        return { settled: settledOf(counted.totals ?? {}), replayed: 0 };
      },
    },
  };
  await ports.tenants.add({ id: tenant_id, name: 'Loft', created_at: timestamp(START), updated_at: timestamp(START) });
  await ports.senders.add(sender);
  const customers = [];
  for (let last = 0; last < 10; last++) {
    const consent = { status: 'opted_in', source: 'test' } as const;
    const made = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now: timestamp(START - 1_000) };
    const draft = draftCustomer({ phone_number: `+4915112345${last}7${last}`, name: `Bird ${last}`, consent }, made);
    customers.push((await ports.customers.upsert(draft)).customer);
  }
  return { ports, post, queued, jobs, runs, sender, tenant_id, customers, clock };
}

async function* none(): AsyncGenerator<never> {
  // Nothing.
}

test('a campaign runs from execute to its report with a provider of another shape', async () => {
  const { ports, post, queued, jobs, runs, sender, tenant_id, customers, clock } = await installation();
  const campaign = campaignOf({
    tenant_id,
    sender_id: sender.id,
    message_content: 'Hello {{name}}, news.',
    footer: 'Reply STOP to end',
    buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }],
  });
  await ports.campaigns.add(campaign);

  await beginRun('execute', campaign, system('run'), ports);
  const [run] = runs;
  expect(await openCampaign(run!, { ...ports, unapproved: async () => undefined })).toMatchObject({ proceed: 'lanes' });
  expect((await ports.campaigns.get(tenant_id, campaign.id))?.content_templates).toEqual(approved('ring-0'));

  for (let lane = 0; lane < LANES; lane++) await advanceLane({ ...run!, lane }, ports);
  for (let next = queued.shift(); next; next = queued.shift()) {
    await clock.sleepUntil(next.slot_at);
    await sendChunk(next, ports);
  }

  // One number is refused, one outcome is unknown, and whoever the provider was too busy for was sent to after the brake.
  expect(post.sent.map(({ to }) => to).toSorted()).toEqual(customers.slice(2).map((customer) => customer.phone_number));
  const [first] = post.sent;
  expect(post.adapter.payload(first!.message)).toEqual({ body: expect.stringMatching(/^Hello Bird \d, news\.$/) });
  expect(first!.message).toMatchObject({ template_id: 'ring-0', content: { footer: 'Reply STOP to end' } });

  for (const [place, { callback }] of post.sent.entries())
    for (const word of place === 0 ? ['flown', 'no_such_roof'] : ['flown', 'preened', 'landed', 'opened'])
      await handleStatus(
        tenant_id,
        callback!.token,
        post.adapter.readStatus({ bird: `pigeon-${place + 1}`, word }),
        ports,
      );

  const tapped = post.sent[1]!;
  const inbound = { sid: 'note-1', from: tapped.to, text: 'Yes', button_payload: tapped.message.tokens[0] };
  await handleInbound(tenant_id, post.adapter.readInbound(inbound), ports);

  clock.advance(120_000);
  const passes = [];
  for (let lane = 0; lane < LANES; lane++) passes.push(await advanceLane({ ...run!, lane }, ports));
  expect(passes).toEqual(Array.from({ length: LANES }, () => ({ next: 'done' })));
  await closeCampaign(run!, ports);

  const ended = await ports.campaigns.get(tenant_id, campaign.id);
  expect(ended?.status).toBe('completed');
  const report = reportOf(ended!, await recount(tenant_id, campaign.id, ports), timestamp(clock.now()), post.adapter);
  expect(report.totals).toMatchObject({ recipients: 10, accepted: 7, read: 7, failed: 2, unknown: 1, skipped: 0 });
  expect(report.failures).toEqual([
    { error_code: 'no_such_roof', class: 'bad_recipient', meaning: expect.any(String), count: 2 },
  ]);
  expect(report.button_analytics).toMatchObject({ total_clicks: 1 });

  // Nothing can be looked up at this provider: what is unknown stays so until a callback or a person settles it.
  const unknown = customers[1]!;
  const row = await ports.messages.get(tenant_id, { campaign_id: campaign.id, customer_id: unknown.id });
  const job: ReconcileJob = {
    ...{ id: 'evt_1', type: 'message.unknown', tenant_id, timestamp: timestamp(START), looks: 1 },
    data: {
      ...{ campaign: { id: campaign.id, name: campaign.name }, variant: null, customer: { id: unknown.id } },
      ...{ message_id: row!.id, attempts: row!.attempts },
    },
  };
  clock.advance(600_000);
  await reconcileMessage(job, ports);
  expect(jobs).toEqual([]);
  expect((await ports.messages.get(tenant_id, { campaign_id: campaign.id, customer_id: unknown.id }))?.status).toBe(
    'unknown',
  );
});

test('a webhook is believed by the rules of its own provider', () => {
  const { adapter } = pigeonPost();
  const request = { url: 'https://h.example/', parameters: {}, headers: { 'x-ring': 'loft' }, received_at: START };
  expect(adapter.verifyWebhook({ key: 'loft' }, request)).toBe(true);
  expect(adapter.verifyWebhook({ key: 'other' }, request)).toBe(false);
});
