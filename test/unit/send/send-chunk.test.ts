import { describe, expect, test } from 'vitest';

import type { Campaign, Change } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { assignSlots, type Chunk } from '../../../shared/run/chunk.ts';
import type { Claim, Messages } from '../../../shared/message/message.store.ts';
import type { Outcome, SenderLimits } from '../../../shared/provider/provider.ts';
import { ChunkLeased } from '../../../shared/send/chunk-leased.ts';
import { sendChunk } from '../../../shared/send/send-chunk.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { hourOf } from '../../../shared/sender/daily-limit.ts';
import type { Reservation, Sender } from '../../../shared/sender/sender.ts';
import { whatsappPrices } from '../../../shared/provider/twilio/whatsapp-prices.ts';
import { dayOf } from '../../../shared/tenancy/spend-cap.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { approved, campaignOf, customerOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

const ACCEPTED: Outcome = { kind: 'accepted', provider_sid: `SM${'a'.repeat(32)}` };
const UNREACHABLE: Outcome = { kind: 'not_sent' };
const THROTTLED: Outcome = { kind: 'refused', code: '429', class: 'throttled' };
const GONE: Outcome = { kind: 'refused', code: '21655', class: 'template_gone' };
const LIMITED: Outcome = { kind: 'refused', code: '63038', class: 'account_limit' };
const STRANGE: Outcome = { kind: 'refused', code: '99999', class: 'unknown' };
const FATAL: Outcome = { kind: 'refused', code: '20003', class: 'fatal' };
const AMBIGUOUS: Outcome = { kind: 'ambiguous', reason: 'ECONNRESET' };
const TEMPLATE: Outcome = { kind: 'refused', code: '21656', class: 'template' };
const REFUSED: Outcome = { kind: 'refused', code: '21211', class: 'bad_recipient' };
const HOUR = 3_600_000;
const vault = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };

interface World {
  readonly customers?: readonly Customer[];
  readonly campaign?: Partial<Campaign> | null;
  readonly chunk?: Partial<Chunk>;
  readonly rate?: number;
  /** The rate that the chunk's slot was reserved at, the sender's unless given. */
  readonly reservedRate?: number;
  readonly sender?: null;
  readonly credentials?: null;
  readonly linkSecret?: null;
  readonly tenant?: Partial<Tenant>;
  readonly limited?: Partial<Sender>;
  /** How many more messages the daily limit permits. */
  readonly room?: number;
  /** For how many more messages there is money. */
  readonly money?: number;
  /** Until when the frequency cap keeps a customer waiting. */
  readonly cappedUntil?: (customer: string) => number | undefined;
  /** Who has the message already. */
  readonly settled?: readonly string[];
  /** Whether the chunk has to yield its slot to replies. */
  readonly yields?: true;
  /** In milliseconds, of the clock against the slot. */
  readonly late?: number;
  readonly reservation?: Reservation;
  /** Until when the sender's brake is on, in milliseconds from the slot. */
  readonly braked?: number;
  /** What the provider answers for the nth request, and how long it takes. */
  readonly outcome?: (n: number) => Outcome | Promise<Outcome>;
  readonly claim?: (customer: string) => Claim;
  readonly skip?: { readonly leased_until?: number };
  /** Whether the whole installation has stopped. */
  readonly stopped?: boolean;
  /** What the provider says of the sender. */
  readonly limits?: SenderLimits;
}

/** Sends a chunk with fake ports. @returns everything that happened on the way */
async function sent(world: World = {}) {
  const clock = fakeClock(START + (world.late ?? 0));
  const tenant_id = ids.next('ten');
  const customers = (world.customers ?? [customerOf(), customerOf(), customerOf()]).map((one) => ({
    ...one,
    tenant_id,
  }));
  const sender = senderOf({
    tenant_id,
    rate: world.rate ?? 10,
    provider: 'another',
    ...world.limited,
    ...(world.braked !== undefined && { braked_until: START + world.braked }),
  });
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, status: 'sending', run: 1, ...world.campaign });
  const [chunk] = assignSlots(
    [
      {
        id: ids.next('chk'),
        tenant_id,
        campaign_id: campaign.id,
        lane: 4,
        recipients: customers.map(({ id }) => id),
        messages: customers.length,
        late: 0,
        failures: 0,
        ...world.chunk,
      },
    ],
    START,
    world.reservedRate ?? sender.rate,
  );
  const { lines, log, events } = keptLog();
  const started: { customer: string; at: number }[] = [];
  const written: string[][] = [];
  const happened: unknown[][] = [];
  const queued: Chunk[] = [];
  const counted: object[] = [];
  const read: object[] = [];
  const note =
    (what: string) =>
    async (...[first, of]: [unknown, { customer_id: string }?]) =>
      void written.push([what, (of ?? (first as { customer_id: string })).customer_id]);
  const messages = {
    async claim(_: string, draft: { customer_id: string }) {
      return world.claim?.(draft.customer_id) ?? { got: true, attempts: 1 };
    },
    async skip(_: string, of: { customer_id: string }, reason: string) {
      written.push([reason, of.customer_id]);
      return world.skip ?? {};
    },
    settledAmong: async () => new Set(world.settled),
    accept: note('accepted'),
    fail: note('failed'),
    release: note('released'),
    markUnknown: note('unknown'),
  } as unknown as Messages;
  const ports = {
    clock,
    ids,
    log,
    choices: { ofCustomers: async () => new Map() },
    picker: { armsFor: async () => new Map() },
    messages,
    campaigns: {
      get: async () => (world.campaign === null ? undefined : campaign),
      async countOutcomes(_: object, { add, set }: Parameters<Campaigns['countOutcomes']>[1]) {
        const { unknown_streak = 0, refusal_streak = 0 } = campaign;
        const after = {
          unknown_streak: unknown_streak + (add.unknown_streak ?? 0),
          refusal_streak: refusal_streak + (add.refusal_streak ?? 0),
          ...set,
        };
        counted.push(after);
        return after;
      },
      async tryTransition(step: string, { run }: Campaign, { by, forgetsTemplates }: Change, reason?: string) {
        expect(by).toBe('system:sender');
        happened.push([step, reason]);
        if (forgetsTemplates) happened.push(['forget templates', run]);
        return true;
      },
    },
    customers: {
      getAll: async (_: string, wanted: readonly string[]) => customers.filter(({ id }) => wanted.includes(id)),
    },
    senders: {
      get: async () => (world.sender === null ? undefined : sender),
      async reserve(_: object, count: number) {
        happened.push(['reserve', count]);
        return world.reservation ?? { starts_at: START + 60_000 };
      },
      yieldToReplies: async () => world.yields ?? false,
      async brake(_: string, __: string, until: number) {
        happened.push(['brake', until - clock.now()]);
      },
      async limit(_: string, __: string, limit: object) {
        happened.push(['limit', limit]);
      },
      claimLimitsRead: async () => true,
      async setLimits(_: object, limits: object) {
        read.push(limits);
      },
    },
    limitReaders: (name: string | undefined) => {
      expect(name).toBe(sender.provider);
      return { limits: async () => world.limits };
    },
    sendingSwitch: { isStopped: async () => world.stopped ?? false },
    tenants: {
      get: async () => ({
        id: tenant_id,
        name: 'Shop',
        created_at: campaign.created_at,
        updated_at: campaign.created_at,
        ...(world.linkSecret !== null && { link_secret: 'link secret' }),
        ...world.tenant,
      }),
    },
    dailyCounts: {
      async reserve(_: object, wanted: number, now: number, by: number) {
        if (wanted > 0) happened.push(['daily', wanted, by - START]);
        const granted = Math.min(wanted, world.room ?? Infinity);
        return granted === 0 && wanted > 0 ? { ask_again_at: now + HOUR } : { granted, counted: hourOf(by) };
      },
    },
    priceLists: (name: string | undefined) => {
      expect(name).toBe(sender.provider);
      return { prices: whatsappPrices };
    },
    spends: {
      async reserve(_: object, costs: readonly number[], now: number) {
        const wanted = costs.filter((cost) => cost > 0);
        happened.push(['spend', wanted]);
        const granted = Math.min(costs.length, costs.length - wanted.length + (world.money ?? Infinity));
        if (granted === 0) return { ask_again_at: now + HOUR };
        return { granted, day: dayOf('UTC', now), amount: 0 };
      },
    },
    frequencies: {
      async take({ customer_id }: { customer_id: string }) {
        const until = world.cappedUntil?.(customer_id);
        return until === undefined ? { got: true as const } : { got: false as const, until };
      },
      giveBack: note('given back'),
    },
    credentials: { get: async () => (world.credentials === null ? undefined : vault) },
    lanes: {
      async park(one: object, not_before: number, waiting?: object) {
        happened.push(['park', one, not_before, ...(waiting ? [waiting] : [])]);
      },
    },
    sends: {
      async add(chunks: readonly Chunk[]) {
        queued.push(...chunks);
      },
    },
    providers: (name: string | undefined) => ({
      async send(_: object, { to }: { to: string }) {
        expect(name).toBe(sender.provider);
        started.push({ customer: customers.find((one) => one.phone_number === to)!.id, at: clock.now() - START });
        return (world.outcome ?? (() => ACCEPTED))(started.length - 1);
      },
    }),
  };
  let error: Error | undefined;
  await sendChunk(chunk!, ports).catch((fault: unknown) => {
    error = fault as Error;
  });
  return { read, chunk: chunk!, customers, started, written, happened, queued, counted, events, lines, error };
}

const some = (n: number) => Array.from({ length: n }, (_, k) => customerOf({ phone_number: `+49151000000${10 + k}` }));
const consent = (status: 'opted_out' | 'unknown') => ({ status, source: null, text: null, at: null });

describe('a chunk in its slot', () => {
  test.each([
    [10, 3, 3, [0, 100, 200]],
    [1, 1, 1, [0]],
    [0.5, 1, 2, [0, 2_000]],
    [10, 4, 2, [0, 200]],
    [40, 40, 40, Array.from({ length: 40 }, (_, n) => n * 25)],
  ])('at %d a second, with room for %i, sends %i evenly spaced', async (rate, messages, n, times) => {
    const { started, customers, written, error } = await sent({ rate, chunk: { messages }, customers: some(n) });
    expect(started.map(({ at }) => at)).toEqual(times);
    expect(started.map(({ customer }) => customer)).toEqual(customers.map(({ id }) => id));
    expect(written).toEqual(customers.map(({ id }) => ['accepted', id]));
    expect(error).toBeUndefined();
  });

  test.each([
    [-1_900, [0, 100, 200]],
    [-100, [0, 100, 200]],
    [200, [200, 300, 400]],
  ])('that is received %i ms after the begin is sent at %j', async (late, times) => {
    const { started, queued } = await sent({ late, customers: some(3) });
    expect([started.map(({ at }) => at), queued]).toEqual([times, []]);
  });

  test('skips those who may not be sent to with the reason, and sends to the others', async () => {
    const [gone, ...there] = some(4);
    const customers = [
      there[0]!,
      { ...there[1]!, consent: consent('opted_out') },
      { ...there[2]!, consent: consent('unknown') },
    ];
    const recipients = [...customers.map(({ id }) => id), gone!.id];
    const { started, written } = await sent({ customers, chunk: { recipients, messages: 4 } });
    expect(started).toEqual([{ customer: customers[0]!.id, at: 0 }]);
    expect(written.toSorted()).toEqual(
      [
        ['opted_out', customers[1]!.id],
        ['not_opted_in', customers[2]!.id],
        ['customer_deleted', gone!.id],
        ['accepted', customers[0]!.id],
      ].toSorted(),
    );
  });

  test('goes on after a message that is refused', async () => {
    const { written, queued, happened } = await sent({
      customers: some(3),
      outcome: (n) => (n === 0 ? REFUSED : ACCEPTED),
    });
    expect(written.map(([what]) => what)).toEqual(['failed', 'accepted', 'accepted']);
    expect([queued, happened]).toEqual([[], []]);
  });

  test('throws the error of one message once all the others are through', async () => {
    const { written, error } = await sent({
      customers: some(3),
      outcome: (n) => (n === 0 ? Promise.reject(new Error('a bug')) : ACCEPTED),
    });
    expect(error?.message).toBe('a bug');
    expect(written.map(([what]) => what)).toEqual(['accepted', 'accepted']);
  });
});

describe('a chunk', () => {
  test.each([
    ['early', { late: -2_001 }, 'queued'],
    ['late', { late: 501 }, 'deferred'],
  ] as const)('that is %s gets a later delivery', async (_, world, outcome) => {
    const { chunk, started, queued, happened } = await sent(world);
    expect(started).toEqual([]);
    expect(queued).toEqual([outcome === 'queued' ? chunk : { ...chunk, late: 1, slot_at: START + 60_000 }]);
    expect(happened).toEqual(outcome === 'queued' ? [] : [['reserve', 3]]);
  });

  test('is deferred while its sender owes slots to replies', async () => {
    const { chunk, started, written, queued, happened } = await sent({ yields: true });
    expect([started, written]).toEqual([[], []]);
    expect(queued).toEqual([{ ...chunk, slot_at: START + 60_000 }]);
    expect(happened).toEqual([['reserve', 3]]);
  });

  test.each([
    [1, 0, 0],
    [10_000, -1_500, 0],
    [10_000, 1_000, 3],
  ])('is deferred while its sender is braked: until %i ms, at %i ms, late %i times', async (braked, at, late) => {
    const { chunk, started, written, queued, happened } = await sent({ braked, late: at, chunk: { late } });
    expect([started, written]).toEqual([[], []]);
    expect(queued).toEqual([{ ...chunk, slot_at: START + 60_000 }]);
    expect(happened).toEqual([['reserve', 3]]);
  });

  test('is sent when the brake ends by the begin of its slot', async () => {
    const { customers, started } = await sent({ braked: 0, late: -1_000 });
    expect(started).toHaveLength(customers.length);
  });

  test('that is late is parked when no slot is free soon', async () => {
    const { chunk, queued, happened } = await sent({ late: 5_000, reservation: { ask_again_at: START + 90_000 } });
    expect(queued).toEqual([]);
    expect(happened).toEqual([
      ['reserve', 3],
      ['park', { ...chunk, late: 1 }, START + 90_000],
    ]);
  });

  test('of a paused campaign is parked', async () => {
    const { chunk, started, happened, events } = await sent({ campaign: { status: 'paused' }, late: 5_000 });
    expect([started, happened]).toEqual([[], [['park', chunk, START + 5_000]]]);
    expect(events()).toEqual(['chunk.parked']);
  });

  test('of a cancelled campaign has everyone skipped', async () => {
    const { customers, started, written, error } = await sent({ campaign: { status: 'cancelled' }, late: 5_000 });
    expect([started, error]).toEqual([[], undefined]);
    expect(written).toEqual(customers.map(({ id }) => ['cancelled', id]));
  });

  test('that is late for the fourth time is sent as it is, since waiting would never end', async () => {
    const { customers, started, queued } = await sent({ late: 501, chunk: { late: 3 } });
    expect(started).toHaveLength(customers.length);
    expect(queued).toEqual([]);
  });

  test('of a completed campaign is sent, since it was planned', async () => {
    const { customers, started } = await sent({ campaign: { status: 'completed' } });
    expect(started).toHaveLength(customers.length);
  });

  test('of a completed campaign whose people all have an outcome is dropped, whatever its sender waits for', async () => {
    const customers = some(3);
    const settled = customers.map(({ id }) => id);
    const limited = { limited_by: 'portfolio_limit' as const, limited_until: START + 3_600_000 };
    for (const given of [{}, { limited }, { braked: 60_000 }]) {
      const { started, queued, happened, events } = await sent({
        ...given,
        customers,
        settled,
        campaign: { status: 'completed' },
      });
      expect([started, queued, happened, events()]).toEqual([[], [], [], []]);
    }
  });

  test('whose slot was reserved at a higher rate than the sender has now is split and deferred', async () => {
    const { chunk, started, queued, happened } = await sent({ rate: 2, customers: some(5), reservedRate: 80 });
    expect([started, happened]).toEqual([[], [['reserve', 5]]]);
    expect(queued.map(({ recipients }) => recipients.length)).toEqual([2, 2, 1]);
    expect(queued.flatMap(({ recipients }) => recipients)).toEqual(chunk.recipients);
    expect(queued.map(({ slot_at, rate }) => [slot_at, rate])).toEqual([
      [START + 60_000, 2],
      [START + 61_000, 2],
      [START + 62_000, 2],
    ]);
  });

  test('that would take too long is split and deferred', async () => {
    const { started, queued } = await sent({ rate: 2, customers: some(20), chunk: { messages: 2 } });
    expect(started).toEqual([]);
    expect(queued.map(({ recipients }) => recipients.length)).toEqual(new Array(10).fill(2));
  });

  test.each(['draft', 'scheduled', 'failed'] as const)('of a campaign that is %s is dropped', async (status) => {
    const { started, written, queued, happened } = await sent({ campaign: { status } });
    expect([started, written, queued, happened]).toEqual([[], [], [], []]);
  });

  test('of a deleted campaign is dropped', async () => {
    const { started, written, queued, happened } = await sent({ campaign: null });
    expect([started, written, queued, happened]).toEqual([[], [], [], []]);
  });

  test.each([
    ['sender', { sender: null }, 'sender_missing'],
    ['sender, late', { sender: null, late: 5_000 }, 'sender_missing'],
    ['credentials', { credentials: null }, 'credentials_missing'],
    ['leave of its tenant', { tenant: { sending: 'stopped' } }, 'sending_stopped'],
    ['leave of the installation', { stopped: true }, 'sending_stopped'],
  ] as const)('without %s is parked before its campaign is paused', async (_, world, code) => {
    const { chunk, started, happened, lines } = await sent(world);
    expect(started).toEqual([]);
    expect(happened).toEqual([
      ['park', expect.objectContaining({ id: chunk.id, recipients: chunk.recipients }), expect.any(Number)],
      ['pause', expect.any(String)],
    ]);
    expect(lines.at(-1)).toMatchObject(['campaign.paused', { code }]);
  });
});

test('a chunk of a campaign that was completed before sending was stopped opens it again, so that resuming finds it', async () => {
  const { chunk, started, happened } = await sent({ stopped: true, campaign: { status: 'completed' } });
  expect(started).toEqual([]);
  expect(happened).toEqual([
    ['park', expect.objectContaining({ id: chunk.id }), expect.any(Number)],
    ['reopen', expect.stringContaining('resume-sending')],
  ]);
});

test('a chunk of a tenant without a key for its links fails, and sends nothing', async () => {
  const { started, written, error } = await sent({ linkSecret: null });
  expect([started, written]).toEqual([[], []]);
  expect(error?.message).toContain('links');
});

describe('a provider that', () => {
  const rest = (all: Awaited<ReturnType<typeof sent>>, from: number) => all.customers.slice(from).map(({ id }) => id);

  test('throttles makes Herald brake the sender and give the rest a later slot', async () => {
    const all = await sent({ customers: some(4), outcome: (n) => (n === 1 ? THROTTLED : ACCEPTED) });
    expect(all.started).toHaveLength(2);
    expect(all.written.map(([what]) => what)).toEqual(['accepted', 'released']);
    expect(all.happened).toEqual([
      ['brake', 10_000],
      ['reserve', 3],
    ]);
    expect(all.queued).toEqual([
      {
        ...all.chunk,
        id: expect.stringMatching(/^chk_/),
        recipients: rest(all, 1),
        messages: 3,
        failures: 0,
        slot_at: START + 60_000,
      },
    ]);
    expect(all.queued[0]!.id).not.toBe(all.chunk.id);
    expect(all.error).toBeUndefined();
  });

  test('cannot be reached is counted on the chunk, whose rest gets a later slot', async () => {
    const all = await sent({ customers: some(3), chunk: { failures: 1 }, outcome: () => UNREACHABLE });
    expect(all.started).toHaveLength(1);
    expect(all.happened).toEqual([
      ['brake', 10_000],
      ['reserve', 3],
    ]);
    expect(all.queued).toMatchObject([{ recipients: rest(all, 0), failures: 2 }]);
  });

  test('cannot be reached three times in a row pauses the campaign', async () => {
    const all = await sent({ customers: some(3), chunk: { failures: 2 }, outcome: () => UNREACHABLE });
    expect(all.queued).toEqual([]);
    expect(all.happened).toMatchObject([
      ['park', { recipients: rest(all, 0), failures: 0 }, expect.any(Number)],
      ['pause', expect.stringContaining('could not be reached')],
    ]);
  });

  test('throttles after it could not be reached resets that count', async () => {
    const all = await sent({ customers: some(2), chunk: { failures: 2 }, outcome: () => THROTTLED });
    expect(all.queued).toMatchObject([{ failures: 0 }]);
  });

  test('refuses the account makes Herald pause the campaign and park the rest', async () => {
    const all = await sent({ customers: some(4), outcome: (n) => (n === 2 ? FATAL : ACCEPTED) });
    expect(all.started).toHaveLength(3);
    expect(all.happened).toMatchObject([
      ['park', { recipients: rest(all, 2), messages: 2 }, expect.any(Number)],
      ['pause', expect.stringContaining('20003')],
    ]);
    expect(all.queued).toEqual([]);
  });

  test('no longer has the template makes Herald pause the campaign, park the rest and forget the template', async () => {
    const campaign = { content_templates: approved('HX1') };
    const all = await sent({ customers: some(4), campaign, outcome: (n) => (n === 2 ? GONE : ACCEPTED) });
    expect(all.written.map(([what]) => what)).toEqual(['accepted', 'accepted', 'released']);
    expect(all.happened).toMatchObject([
      ['park', { recipients: rest(all, 2) }, expect.any(Number)],
      ['pause', expect.stringContaining('21655')],
      ['forget templates', expect.any(Number)],
    ]);
  });

  test('says that a limit of hours is reached makes the sender wait, and parks the rest until then', async () => {
    const all = await sent({ customers: some(4), outcome: (n) => (n === 1 ? LIMITED : ACCEPTED) });
    const limit = { why: 'account_limit', until: Date.parse('2026-11-21') };
    expect(all.written.map(([what]) => what)).toEqual(['accepted', 'released']);
    expect(all.happened).toMatchObject([
      ['limit', limit],
      ['park', { recipients: rest(all, 1), messages: 3 }, limit.until, { why: limit.why }],
    ]);
    expect(all.queued).toEqual([]);
  });

  test.each([
    [5, 5, true],
    [4, 4, false],
    [6, 5, false],
  ])('gets %i requests and leaves %i unanswered', async (n, silent, paused) => {
    const all = await sent({ customers: some(n), outcome: (k) => (k < silent ? AMBIGUOUS : ACCEPTED) });
    expect(all.written.filter(([what]) => what === 'unknown')).toHaveLength(silent);
    expect(all.happened).toEqual(paused ? [['pause', expect.stringContaining('does not answer')]] : []);
    expect(all.queued).toEqual([]);
  });
});

describe('a streak of failures', () => {
  test.each([
    [AMBIGUOUS, { unknown_streak: 4 }, 'does not answer'],
    [TEMPLATE, { refusal_streak: 4 }, '21656'],
  ])(
    'is counted across chunks of one message, and the fifth pauses the campaign',
    async (outcome, campaign, reason) => {
      const all = await sent({ customers: some(1), campaign, outcome: () => outcome });
      expect(all.happened).toEqual([['pause', expect.stringContaining(reason)]]);
      const before = await sent({ customers: some(1), outcome: () => outcome });
      expect([before.happened, before.counted]).toEqual([
        [],
        [expect.objectContaining({ [Object.keys(campaign)[0]!]: 1 })],
      ]);
    },
  );

  test('ends with the first message that is accepted', async () => {
    const campaign = { unknown_streak: 4, refusal_streak: 4 };
    const { happened, counted } = await sent({ customers: some(2), campaign });
    expect([happened, counted]).toEqual([[], [{ unknown_streak: 0, refusal_streak: 0 }]]);
  });

  test('writes nothing while there is none', async () => {
    expect((await sent({ customers: some(2) })).counted).toEqual([]);
  });

  test.each([
    ['is one for a code that nobody knows', { refusal_streak: 4, refusal_code: '99999' }, true],
    ['begins anew with another code', { refusal_streak: 4, refusal_code: '88888' }, false],
  ])('of refusals %s', async (_, campaign, paused) => {
    const { happened, counted } = await sent({ customers: some(1), campaign, outcome: () => STRANGE });
    expect(happened).toEqual(paused ? [['pause', expect.stringContaining('99999')]] : []);
    expect(counted).toEqual([expect.objectContaining({ refusal_streak: paused ? 5 : 1 })]);
  });

  test('of refusals with a code that is about their people is none', async () => {
    const { started, happened, counted } = await sent({ customers: some(9), outcome: () => REFUSED });
    expect([started.length, happened, counted]).toEqual([9, [], []]);
  });

  test('of refused templates stops a chunk at the fifth message, and parks the rest', async () => {
    const all = await sent({ customers: some(9), outcome: (n) => (n < 2 ? ACCEPTED : TEMPLATE) });
    expect(all.started).toHaveLength(7);
    expect(all.written.map(([what]) => what)).toEqual(['accepted', 'accepted', ...new Array(5).fill('failed')]);
    expect(all.happened).toMatchObject([
      ['park', { recipients: all.customers.slice(7).map(({ id }) => id) }, expect.any(Number)],
      ['pause', expect.stringContaining('21656')],
    ]);
  });
});

test('a customer whose number cannot receive messages is skipped', async () => {
  const customers = [customerOf({ suppressed: { code: '63024', at: '2026-11-19T12:00:00.000Z' } })];
  const { started, written } = await sent({ customers });
  expect([started, written]).toEqual([[], [['suppressed', customers[0]!.id]]]);
});

describe('a message that another worker leases', () => {
  test('makes the chunk come again, after the others are sent', async () => {
    const [one, other] = some(2);
    const all = await sent({
      customers: [one!, other!],
      claim: (id) => (id === one!.id ? { got: false, leased_until: START + 9 } : { got: true, attempts: 1 }),
    });
    expect(all.error).toBeInstanceOf(ChunkLeased);
    expect(all.written).toEqual([['accepted', other!.id]]);
  });

  test('makes the chunk come again also when its customer is to be skipped', async () => {
    const skip = { leased_until: START + 9 };
    expect((await sent({ campaign: { status: 'cancelled' }, skip })).error).toBeInstanceOf(ChunkLeased);
    expect((await sent({ customers: [customerOf({ consent: consent('opted_out') })], skip })).error).toBeInstanceOf(
      ChunkLeased,
    );
  });

  test('makes the chunk come again also when the others are deferred', async () => {
    const customers = [...some(20), customerOf({ consent: consent('opted_out') })];
    const { error, queued } = await sent({
      rate: 2,
      customers,
      chunk: { messages: 2 },
      skip: { leased_until: START + 9 },
    });
    expect(error).toBeInstanceOf(ChunkLeased);
    expect(queued.flatMap(({ recipients }) => recipients)).toHaveLength(20);
  });

  test('is none once all are settled: a chunk that comes twice does nothing', async () => {
    const all = await sent({ claim: () => ({ got: false }) });
    expect([all.started, all.written, all.happened, all.queued, all.error]).toEqual([[], [], [], [], undefined]);
  });
});

test('the log has no personal data', async () => {
  const { lines } = await sent({ customers: some(2), outcome: () => THROTTLED });
  const text = JSON.stringify(lines);
  expect(lines.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/\+49|Ana|secret|AC[0-9a-f]{32}/);
});

describe('the rules', () => {
  // START is a Friday, 12:00 UTC: 13:00 in Berlin, 07:00 in New York.
  const office = { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] };
  const at = (time: string) => Date.parse(time);
  const template = {
    buttons: [{ id: 'yes', title: 'Yes', type: 'reply' as const }],
    content_templates: approved(`HX${'c'.repeat(32)}`),
  };
  const chunkOf = (recipients: string[]) =>
    expect.objectContaining({ recipients, messages: recipients.length, lane: 4, late: 0, failures: 0 });

  test('customers outside the sending hours are parked until they open in their zone', async () => {
    const customers = some(4).map((one, n) => ({ ...one, timezone: ['Europe/Berlin', 'America/New_York'][n % 2]! }));
    const world = await sent({ customers, tenant: { sending_hours: office } });
    expect(world.started.map(({ customer }) => customer)).toEqual([customers[0]!.id, customers[2]!.id]);
    expect(world.happened).toEqual([
      [
        'park',
        chunkOf([customers[1]!.id, customers[3]!.id]),
        at('2026-11-20T14:00:00Z'),
        { why: 'sending_hours', zones: ['America/New_York'] },
      ],
    ]);
  });

  test("a campaign's hours take precedence over the tenant's", async () => {
    const customers = some(2);
    const world = { customers, tenant: { sending_hours: office } };
    const evening = await sent({ ...world, campaign: { sending_hours: { ...office, from: '18:00' } } });
    expect(evening.started).toEqual([]);
    expect(evening.happened).toMatchObject([['park', {}, at('2026-11-20T17:00:00Z'), {}]]);
    expect(
      (
        await sent({
          ...world,
          tenant: { sending_hours: { ...office, from: '18:00' } },
          campaign: { sending_hours: office },
        })
      ).started,
    ).toHaveLength(2);
  });

  test('sending hours that end within the slot have ended for the chunk', async () => {
    const tenant = { sending_hours: { ...office, to: '13:00', from: '09:00' } };
    expect((await sent({ tenant, late: -1_000, chunk: {} })).started).toEqual([]);
    const world = await sent({ tenant: { sending_hours: { ...office, to: '13:01' } } });
    expect(world.started).toHaveLength(3);
  });

  test('a customer who has the message already is not parked', async () => {
    const customers = some(2).map((one) => ({ ...one, timezone: 'America/New_York' }));
    const world = await sent({ customers, settled: [customers[0]!.id], tenant: { sending_hours: office } });
    expect(world.happened).toMatchObject([
      ['park', { recipients: [customers[1]!.id] }, at('2026-11-20T14:00:00Z'), {}],
    ]);
  });

  test('customers who reached the frequency cap are parked together by ten minutes', async () => {
    const customers = some(4);
    const until = [undefined, START + HOUR - 1, START + HOUR + 1, START + HOUR - 500_000];
    const world = await sent({
      customers,
      tenant: { frequency_cap: { per_day: 1 } },
      cappedUntil: (id) => until[customers.findIndex((one) => one.id === id)],
    });
    expect(world.started.map(({ customer }) => customer)).toEqual([customers[0]!.id]);
    expect(world.happened).toEqual([
      ['park', chunkOf([customers[1]!.id, customers[3]!.id]), START + HOUR, { why: 'frequency_cap' }],
      ['park', chunkOf([customers[2]!.id]), START + HOUR + 600_000, { why: 'frequency_cap' }],
    ]);
  });

  test('an attempt that sent nothing is given back to the frequency cap, one of unknown outcome is not', async () => {
    const tenant = { frequency_cap: { per_day: 1 } };
    const outcomes = [REFUSED, AMBIGUOUS, ACCEPTED, THROTTLED];
    const { written, customers } = await sent({ customers: some(4), tenant, outcome: (n) => outcomes[n]! });
    const given = written.filter(([what]) => what === 'given back').map(([, customer]) => customer);
    expect(given).toEqual([customers[0]!.id, customers[3]!.id]);
    const taken = await sent({ customers: some(1), tenant, claim: () => ({ got: false }) });
    expect(taken.written).toEqual([['given back', taken.customers[0]!.id]]);
  });

  test.each([
    ['has its share', { counted: hourOf(START) + 1, messages: 3 }, 3, []],
    ['has its share by the end of the hour', { counted: hourOf(START), messages: 3 }, 3, []],
    ['has its share of an hour that is over', { counted: hourOf(START) - 1, messages: 3 }, 2, [3]],
    ['has none', { messages: 3 }, 2, [3]],
    ['has more people than its share', { counted: hourOf(START), messages: 1 }, 3, [2]],
  ])('a chunk that %s of the daily limit sends as many as the limit permits', async (_, chunk, count, asked) => {
    const world = await sent({ chunk, limited: { daily_limit: 250 }, room: 2, campaign: template });
    expect(world.started).toHaveLength(count);
    expect(world.happened.filter(([what]) => what === 'daily').map(([, wanted]) => wanted)).toEqual(asked);
    const left = world.customers.slice(count).map(({ id }) => id);
    expect(world.happened.filter(([what]) => what === 'park')).toEqual(
      left.length > 0 ? [['park', chunkOf(left), expect.any(Number), { why: 'daily_limit' }]] : [],
    );
  });

  test('a daily limit that is reached parks everyone', async () => {
    const { started, customers, happened } = await sent({ limited: { daily_limit: 250 }, room: 0, campaign: template });
    expect(started).toEqual([]);
    expect(happened).toContainEqual([
      'park',
      chunkOf(customers.map(({ id }) => id)),
      START + HOUR,
      { why: 'daily_limit' },
    ]);
  });

  const limited = (limited_by: 'portfolio_limit' | 'account_limit', ends: number) => ({
    limited_by,
    limited_until: START + ends,
  });

  test.each([
    ['portfolio_limit', template],
    ['account_limit', template],
    ['account_limit', {}],
  ] as const)("a chunk of a sender at the provider's %s is parked until it may have passed", async (why, campaign) => {
    const { chunk, started, happened } = await sent({ limited: limited(why, HOUR), campaign });
    expect([started, happened]).toEqual([[], [['park', chunk, START + HOUR, { why }]]]);
  });

  test.each([
    [
      "the portfolio's limit of people that are written to first, for an answer",
      'portfolio_limit',
      HOUR,
      { send_as: 'session' },
    ],
    ['a limit that has passed', 'account_limit', 0, template],
  ] as const)('nobody waits for %s', async (_, why, ends, campaign) => {
    const written = some(3).map((one) => ({ ...one, last_inbound_at: timestamp(START) }));
    const { customers, started } = await sent({ customers: written, limited: limited(why, ends), campaign });
    expect(started).toHaveLength(customers.length);
  });

  test("the provider's limit of people counts like the sender's own", async () => {
    const { started } = await sent({ limited: { messaging_limit: 250 }, room: 2, campaign: template });
    expect(started).toHaveLength(2);
    const unlimited = await sent({ limited: { messaging_limit: 'unlimited' }, room: 2, campaign: template });
    expect(unlimited.started).toHaveLength(3);
  });

  test('what the provider says of the sender is read once an hour, after the chunk is sent', async () => {
    const limits = { messaging_limit: 10_000, quality_rating: 'HIGH' };
    expect((await sent({ limits })).read).toEqual([limits]);
    expect((await sent({ limits, limited: { limits_read_at: START - HOUR + 5_000 } })).read).toEqual([]);
    expect((await sent()).read).toEqual([]);
  });

  const spend_cap = { amount: '1000', time_zone: 'UTC' };
  const own = { DE: { marketing: '1' }, FR: { marketing: '3' } };
  const capped = { spend_cap, message_prices: { currency: 'EUR', own } };
  const [TODAY, YESTERDAY] = ['2026-11-20', '2026-11-19'];
  const germans = (n: number) => some(n).map((customer) => ({ ...customer, country: 'DE' }));
  const million = (n: number) => n * 1_000_000;

  test.each<[string, Partial<Chunk>, number, number[][]]>([
    ['has its money', { spend: { day: TODAY, amount: million(3) } }, 3, [[]]],
    ['has its money of a day that is over', { spend: { day: YESTERDAY, amount: million(3) } }, 2, [[1, 1, 1]]],
    ['has none', {}, 2, [[1, 1, 1]]],
    ['has more people than its money', { spend: { day: TODAY, amount: million(1) } }, 3, [[1, 1]]],
    ['has dearer people than its money', { spend: { day: TODAY, amount: million(1.5) } }, 3, [[0.5, 1]]],
  ])('a chunk that %s sends as many as the spend cap permits', async (_, chunk, count, asked) => {
    const world = await sent({ customers: germans(3), chunk, tenant: capped, money: 2, campaign: template });
    expect(world.started).toHaveLength(count);
    expect(world.happened.filter(([what]) => what === 'spend').map(([, costs]) => costs)).toEqual(
      asked.map((costs) => costs.map(million)),
    );
    const left = world.customers.slice(count).map(({ id }) => id);
    expect(world.happened.filter(([what]) => what === 'park')).toEqual(
      left.length > 0 ? [['park', chunkOf(left), Date.parse('2026-11-21T00:00:00Z'), { why: 'spend_cap' }]] : [],
    );
  });

  test('a spend cap that is reached parks everyone, and nobody is sent to in the last minute of a day', async () => {
    const customers = germans(3);
    const reached = await sent({ customers, tenant: capped, money: 0, campaign: template });
    expect(reached.started).toEqual([]);
    expect(reached.happened).toContainEqual(['park', expect.anything(), START + HOUR, { why: 'spend_cap' }]);
    // A day ends at 13:00 UTC there.
    const tenant = { ...capped, spend_cap: { ...spend_cap, time_zone: 'Etc/GMT-11' } };
    const before = (ms: number) => sent({ customers, tenant, chunk: { late: 3 }, late: HOUR - ms });
    expect((await before(65_001)).started).toHaveLength(3);
    const last = await before(65_000);
    expect(last.started).toEqual([]);
    expect(last.happened).toEqual([['park', expect.anything(), START + HOUR, { why: 'spend_cap' }]]);
  });

  test('a tenant without a cap asks for no money', async () => {
    const { happened, started } = await sent({ customers: germans(3), money: 0, campaign: template });
    expect([started.length, happened.filter(([what]) => what === 'spend')]).toEqual([3, []]);
  });

  test('the daily limit does not apply to messages that are no templates', async () => {
    const customers = some(3).map((one) => ({ ...one, last_inbound_at: timestamp(START) }));
    const campaign = { send_as: 'session' as const, buttons: [] };
    const { started } = await sent({ customers, limited: { daily_limit: 250 }, room: 0, campaign });
    expect(started).toHaveLength(3);
  });
});
