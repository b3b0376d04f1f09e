import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { classify } from '../../../shared/provider/twilio/error-codes.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { messageFailed, type MessageFailed } from '../../../shared/event/domain-event.ts';
import { countFailure, mustPause, type Breaker } from '../../../shared/reaction/failure-breaker.ts';
import { failureBreakerStore } from '../../../shared/reaction/failure-breaker.store.ts';
import { followUpFailure, type FailurePorts } from '../../../shared/reaction/follow-up-failure.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
}, 30_000);
afterAll(() => opened.close());

function world(given: { campaign?: Partial<Campaign> | null; rate?: number; sent?: () => number } = {}) {
  const sender = senderOf({ rate: given.rate ?? 1 });
  const { tenant_id } = sender;
  const updated_at = timestamp(START - 60_000);
  const fields = { tenant_id, sender_id: sender.id, status: 'sending' as const, run: 1, updated_at };
  const campaign = campaignOf({ ...fields, ...given.campaign });
  const clock = fakeClock();
  const { log } = keptLog();
  const happened: unknown[][] = [];
  const customer_id = ids.next('cus');
  const ports: FailurePorts = {
    clock,
    ids,
    log,
    failureBreakers: failureBreakerStore(opened.table),
    campaigns: {
      get: async () => (given.campaign === null ? undefined : campaign),
      async tryTransition(step, of, { by }, reason) {
        expect(by).toBe('system:failures');
        happened.push([step, of.run, reason]);
        return true;
      },
    },
    customers: {
      async suppress(_, id, suppressed) {
        happened.push(['suppress', id, suppressed]);
      },
      async change(_, id, statement) {
        happened.push(['change', id, statement.given]);
        return undefined;
      },
    },
    rollups: { read: async () => ({ totals: { sent: given.sent?.() ?? 0 } }) },
    senders: {
      get: async () => sender,
      async brake(_, id, until) {
        happened.push(['brake', id, until - START]);
      },
    },
  };
  const fails = (code: string, more: { at?: number; accepted?: boolean; attempted_at?: number } = {}) => {
    const { at = START, accepted = true, attempted_at = at - 1_000 } = more;
    const event: MessageFailed = messageFailed.parse({
      id: ids.next('evt'),
      type: 'message.failed',
      tenant_id,
      timestamp: timestamp(at),
      data: {
        campaign: { id: campaign.id, name: campaign.name },
        variant: null,
        customer: { id: customer_id },
        message_id: ids.next('msg'),
        code,
        class: classify(code),
        accepted,
        attempted_at: timestamp(attempted_at),
      },
    });
    return followUpFailure(event, ports);
  };
  return { clock, customer_id, fails, happened, sender };
}
const at = timestamp(START);

describe('a failure', () => {
  test('because of the number suppresses the customer', async () => {
    const { customer_id, fails, happened } = world();
    await fails('63024');
    expect(happened).toEqual([['suppress', customer_id, { code: '63024', at }]]);
  });

  test('because the person opted out at the provider is an opt-out, of that moment', async () => {
    const { customer_id, fails, happened } = world({ campaign: null });
    await fails('21610');
    const consent = { status: 'opted_out', source: 'provider', author: 'person', at };
    expect(happened).toEqual([['change', customer_id, { consent }]]);
  });

  test('because of the pace brakes the sender, unless that is long ago', async () => {
    const { fails, happened, sender } = world();
    await fails('63018');
    await fails('63018', { at: START - 10_000 });
    expect(happened).toEqual([['brake', sender.id, 10_000]]);
  });

  test('because of the account pauses the campaign', async () => {
    const { fails, happened } = world();
    await fails('63112');
    expect(happened).toEqual([['pause', 1, expect.stringContaining('63112')]]);
  });

  test.each(['63049', '63016', '63019', '63010', '12345', 'none'])('of code %s has no consequence', async (code) => {
    const { fails, happened } = world();
    await fails(code);
    expect(happened).toEqual([]);
  });

  test.each([
    ['sent before the run began', { campaign: {} }, START - 60_001],
    ['of a campaign that does not send', { campaign: { status: 'completed' as const } }, START],
    ['of a campaign that is gone', { campaign: null }, START],
  ])('%s pauses nothing', async (_, given, attempted_at) => {
    const { fails, happened } = world(given);
    await fails('63112', { attempted_at });
    for (let n = 0; n < 6; n += 1) await fails('63013', { attempted_at });
    expect(happened).toEqual([]);
  });

  test('because of the template pauses the campaign when it is the fifth in a minute', async () => {
    const { fails, happened } = world();
    for (let n = 0; n < 4; n += 1) await fails('63013', { accepted: false });
    expect(happened).toEqual([]);
    await fails('63013', { accepted: false });
    expect(happened).toEqual([['pause', 1, expect.stringContaining('63013')]]);
  });
});

describe('the breaker', () => {
  interface Failure {
    readonly at: number;
    readonly accepted?: boolean;
    readonly sent?: number;
  }
  const after = (failures: readonly Failure[]) =>
    failures.reduce<Breaker | undefined>(
      (before, { at, accepted = true, sent = 0 }, n) => countFailure(before, { id: `evt_${n}`, at, accepted, sent }),
      undefined,
    )!;
  const every = (n: number, step: number, more: (n: number) => Partial<Failure> = () => ({})) =>
    Array.from({ length: n }, (_, k) => ({ at: START + k * step, ...more(k) }));

  test.each([
    [80, 239, false],
    [80, 240, true],
    [1, 4, false],
    [1, 5, true],
  ])('at %d a second, %i failures in a minute: %s', (rate, n, expected) => {
    expect(mustPause(after(every(n, 10)), rate, START + n * 10)).toBe(expected);
  });

  test('counts each minute separately', () => {
    expect(after(every(60, 2_000)).in_minute).toBe(30);
  });

  test('trips at five in a row once the roll-up would know of one that was sent', () => {
    expect(mustPause(after(every(5, 4_000)), 80, START + 16_000)).toBe(true);
    expect(mustPause(after(every(4, 5_000)), 80, START + 16_000)).toBe(false);
    expect(mustPause(after(every(5, 1_000)), 80, START + 4_000)).toBe(false);
    const withOthers = every(12, 4_000, (n) => ({ sent: Math.floor(n / 4) }));
    expect(mustPause(after(withOthers), 80, START + 44_000)).toBe(false);
  });

  test('does not count in a row those that were refused at once, which the sender counts', () => {
    expect(after(every(9, 4_000, () => ({ accepted: false }))).in_a_row).toBe(0);
  });

  test('counts failures that come at the same time once each', async () => {
    const store = failureBreakerStore(opened.table);
    const of = { id: ids.next('cmp'), run: 1 };
    const tenant = ids.next('ten');
    const count = (_: unknown, n: number) => {
      const failure = { id: `evt_${n % 8}`, at: START, accepted: true, sent: 0 };
      return store.count(tenant, of, (before) => countFailure(before, failure), START);
    };
    const counts = await Promise.all(Array.from({ length: 8 }, count));
    expect(await count(undefined, 0)).toMatchObject({ in_minute: 8, in_a_row: 8 });
    expect(counts.map(({ in_minute }) => in_minute).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(
      (await store.count(tenant, { ...of, run: 2 }, (before) => before ?? after(every(1, 0)), START)).in_minute,
    ).toBe(1);
  });
});
