import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { TRANSITIONS } from '../../../shared/campaign/campaign-status.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { Interaction } from '../../../shared/interaction/interaction.ts';
import type { Message } from '../../../shared/message/message.ts';
import { classify, explain } from '../../../shared/provider/twilio/error-codes.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { messageFailure } from '../../../shared/event/domain-event.ts';
import type { AutoReply } from '../../../shared/reaction/auto-reply.ts';
import { countFailure, mustPause, type Breaker } from '../../../shared/reaction/failure-breaker.ts';
import { failureBreakerStore } from '../../../shared/reaction/failure-breaker.store.ts';
import { followUpFailure, type FailurePorts } from '../../../shared/reaction/follow-up-failure.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, customerOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

interface Given {
  readonly campaign?: Partial<Campaign> | null;
  readonly rate?: number;
  readonly sent?: () => number;
  readonly customer?: Partial<Customer>;
  readonly tenant?: Partial<Tenant>;
  /** The campaign's messages, the newest first. */
  readonly messages?: readonly Message[];
  /** Other campaigns, and what they sent the customer. */
  readonly campaigns?: readonly Campaign[];
  readonly others?: readonly Message[];
  /** The customer's taps of other campaigns, and what came of their answers. */
  readonly taps?: readonly (Pick<Interaction, 'id' | 'campaign_id' | 'clicked_at'> & {
    readonly answer?: AutoReply['status'];
  })[];
}

function world(given: Given = {}) {
  const sender = senderOf({ rate: given.rate ?? 1 });
  const { tenant_id } = sender;
  const updated_at = timestamp(START - 60_000);
  const fields = { tenant_id, sender_id: sender.id, status: 'sending' as const, run: 1, updated_at };
  const campaign = campaignOf({ ...fields, ...given.campaign });
  const clock = fakeClock();
  const { log } = keptLog();
  const happened: unknown[][] = [];
  const customer_id = ids.next('cus');
  const customer = customerOf({ id: customer_id, tenant_id, ...given.customer });
  const ports: FailurePorts = {
    clock,
    ids,
    log,
    failureBreakers: failureBreakerStore(opened.table),
    autoReplies: {
      async get(_, { campaign_id, interaction_id }) {
        const status = given.taps?.find(({ id }) => id === interaction_id)?.answer;
        return status && { campaign_id, interaction_id, status };
      },
    },
    campaigns: {
      async get(_, id) {
        const other = given.campaigns?.find((one) => one.id === id);
        return other ?? (given.campaign === null ? undefined : campaign);
      },
      async page(_, status, { limit }) {
        const listed = [campaign, ...(given.campaigns ?? [])].filter((one) => !status || one.status === status);
        return { items: listed.slice(0, limit), last: undefined };
      },
      async tryTransition(step, of, { by, forgetsTemplates }, reason) {
        expect(by).toBe('system:failures');
        const { from } = TRANSITIONS[step];
        if (!(from as readonly string[]).includes(campaign.status)) return false;
        happened.push([step, of.run, reason]);
        if (forgetsTemplates) happened.push(['forget templates', of.run]);
        return true;
      },
    },
    classifiers: () => ({ explain }),
    lanes: {
      async park({ recipients, messages }, until, { why } = {}) {
        expect(messages).toBe(1);
        happened.push(['park', recipients, until - START, why]);
      },
      async parkWith(write, { recipients, id }, until, { why }) {
        happened.push(['return', recipients, until - START, why, write]);
        parked.push(id);
      },
    },
    messages: {
      async endWaiting(_, { customer_id }, code, ...why) {
        happened.push(['end waiting', customer_id, code, ...why]);
      },
      async ofCustomer(_, campaigns) {
        return (given.others ?? []).filter(({ campaign_id }) => campaigns.includes(campaign_id));
      },
      get: async (_, of) => given.messages?.find((message) => message.customer_id === of.customer_id),
      async page(_, id, status, { limit }) {
        expect([id, status]).toEqual([campaign.id, undefined]);
        return { items: (given.messages ?? []).slice(0, limit), last: undefined };
      },
      returnWrite: (_, { customer_id }, how) => ({ returned: customer_id, ...how }) as never,
      waitAgainWrite: (_, { customer_id }, why) => ({ waits: customer_id, why }) as never,
    },
    tenants: {
      get: async () => ({ id: tenant_id, name: 'Shop', created_at: updated_at, updated_at, ...given.tenant }),
    },
    customers: {
      get: async () => customer,
      async suppress(_, id, suppressed) {
        happened.push(['suppress', id, suppressed]);
      },
      async change(_, id, statement) {
        happened.push(['change', id, statement.given]);
        return undefined;
      },
    },
    interactions: {
      async newestOf(_, id, limit) {
        expect(id).toBe(customer_id);
        return (given.taps ?? []).slice(0, limit) as Interaction[];
      },
    },
    rollups: { read: async () => ({ totals: { sent: given.sent?.() ?? 0 } }) },
    senders: {
      get: async () => sender,
      async brake(_, id, until) {
        happened.push(['brake', id, until - START]);
      },
      async limit(_, id, { why, until }) {
        happened.push(['limit', id, why, until - START]);
      },
    },
  };
  const parked: string[] = [];
  const fails = (
    code: string,
    more: { at?: number; accepted?: boolean; attempted_at?: number; type?: 'message.failed' | 'message.returned' } = {},
  ) => {
    const { at = START, accepted = true, attempted_at = at - 1_000, type = 'message.failed' } = more;
    const event = messageFailure.parse({
      id: ids.next('evt'),
      type,
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
  const returns = (code: string, more: Parameters<typeof fails>[1] = {}) =>
    fails(code, { ...more, type: 'message.returned' });
  return { campaign, clock, customer_id, fails, happened, parked, returns, sender };
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
    await fails('63017');
    await fails('63017', { at: START - 10_000 });
    expect(happened).toEqual([['brake', sender.id, 10_000]]);
  });

  test.each(['63017', '63112', '63049', '63018'])(
    'of which somebody learns days after the attempt has no consequence (code %s)',
    async (code) => {
      for (const status of ['sending', 'completed'] as const) {
        const { customer_id, fails, happened } = world({ campaign: { status }, tenant: { retry_held_back: true } });
        const attempted_at = START - 2 * 86_400_000;
        await fails(code, { attempted_at: attempted_at - 1 });
        expect(happened).toEqual([]);
        // Whoever has no WhatsApp has none today.
        await fails('63024', { attempted_at: attempted_at - 1 });
        expect(happened).toEqual([['suppress', customer_id, { code: '63024', at }]]);
      }
    },
  );

  test('because of the account pauses the campaign', async () => {
    const { fails, happened } = world();
    await fails('63112');
    expect(happened).toEqual([['pause', 1, expect.stringContaining('63112')]]);
  });

  test.each(['63049', '63016', '63019', '63010', '12345', 'none'])('of code %s has no consequence', async (code) => {
    const { fails, happened } = world({ campaign: { send_as: 'session' } });
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

describe('a message that was dropped for the pace', () => {
  const dropped = async (given: Given = {}, more: Partial<Message> = {}) => {
    const messages: Message[] = [];
    const made = world({ ...given, messages });
    messages.push(messageWith('63017', 0, { customer_id: made.customer_id, ...more }));
    await made.fails('63017');
    return { ...made, happened: made.happened.filter(([what]) => what !== 'brake') };
  };

  test('waits until its sender goes on', async () => {
    const { customer_id, happened } = await dropped();
    const write = { returned: customer_id, isMarketing: false };
    expect(happened).toEqual([['return', [customer_id], 10_000, undefined, write]]);
  });

  test('lets a completed campaign go on', async () => {
    const { happened } = await dropped({ campaign: { status: 'completed' } });
    expect(happened.at(-1)).toEqual(['carry_on', 1, expect.stringContaining('is sent to again')]);
  });

  test.each<[string, Given, Partial<Message>]>([
    ['in a cancelled campaign', { campaign: { status: 'cancelled' } }, {}],
    ['that was delivered meanwhile', {}, { status: 'delivered', error_code: undefined }],
    ['of another customer', {}, { customer_id: ids.next('cus') }],
  ])('does not wait %s', async (_, given, more) => {
    expect((await dropped(given, more)).happened).toEqual([]);
  });
});

const HOUR = 3_600_000;

/** A message of the campaign with this outcome, so many seconds ago. */
function messageWith(code: string | undefined, secondsAgo: number, more: Partial<Message> = {}): Message {
  const when = timestamp(START - secondsAgo * 1_000);
  return {
    id: ids.next('msg'),
    campaign_id: ids.next('cmp'),
    customer_id: ids.next('cus'),
    variables: [],
    attempts: 1,
    ...(code === undefined
      ? { status: 'delivered', sent_at: when }
      : { status: 'undelivered', error_code: code, failed_at: when, sent_at: when }),
    ...more,
  };
}

describe('one code after another', () => {
  const five = (code: string) => Array.from({ length: 5 }, (_, n) => messageWith(code, n));

  test.each(['99999', '63013', '63019', '63010', '63017', 'none'])(
    'of %s pauses the campaign with the code, and whoever was refused for it waits',
    async (code) => {
      const messages = [...five(code), messageWith(undefined, 30), messageWith(code, 40), messageWith('63024', 41)];
      const { happened, fails } = world({ messages });
      await fails(code, { at: START - 20_000, attempted_at: START - 21_000 });
      const [pause, ...returned] = happened.filter(([what]) => what !== 'brake');
      expect(pause).toEqual(['pause', 1, expect.stringMatching(new RegExp(`same error \\(error ${code}\\)`))]);
      const theirs = messages.filter(({ error_code }) => error_code === code).map(({ customer_id }) => customer_id);
      expect(returned).toEqual(
        theirs.map((id) => ['return', [id], -20_000, undefined, { returned: id, isMarketing: false }]),
      );
    },
  );

  test.each([
    ['four in a row', [...five('99999').slice(1), messageWith(undefined, 5)]],
    ['one between them was sent', [...five('99999').slice(0, 4), messageWith(undefined, 3.5), messageWith('99999', 5)]],
    ['one between them failed otherwise', [...five('99999').slice(0, 4), messageWith('88888', 3.5)]],
    ['those of an earlier run', five('99999').map((one) => ({ ...one, failed_at: timestamp(START - 61_000) }))],
  ])('is no streak: %s', async (_, messages) => {
    const { happened, fails } = world({ messages });
    await fails('99999');
    expect(happened).toEqual([]);
  });

  test('counts in the order in which the news came, not in that of the list', async () => {
    const messages = [messageWith(undefined, 60), ...five('99999'), messageWith(undefined, 50)];
    const { happened, fails } = world({ messages });
    await fails('99999');
    expect(happened[0]).toMatchObject(['pause', 1, expect.any(String)]);
  });

  test('that waits already counts as refused', async () => {
    const messages = five('99999').map((one, n): Message => (n < 4 ? { ...one, status: 'retry' } : one));
    const { happened, fails } = world({ messages });
    await fails('99999');
    expect(happened.map(([what]) => what)).toEqual(['pause', 'return']);
  });

  test('of a campaign that is paused for it comes back, too', async () => {
    const campaign = { status: 'paused' as const, paused_code: '99999', updated_at: timestamp(START) };
    const messages = [messageWith('99999', 1)];
    const late = world({ campaign, messages });
    await late.fails('99999');
    expect(late.happened.map(([what]) => what)).toEqual(['return']);
    const other = world({ campaign: { ...campaign, paused_code: '88888' }, messages });
    await other.fails('99999');
    expect(other.happened).toEqual([]);
  });

  test('of a campaign that was completed meanwhile opens it again, paused', async () => {
    const { happened, fails } = world({ campaign: { status: 'completed' }, messages: five('99999') });
    await fails('99999');
    expect(happened.map(([what]) => what)).toEqual(['reopen', ...new Array(5).fill('return')]);
  });

  test('is parked under the same id however often the event comes', async () => {
    const { fails, parked } = world({ messages: five('99999') });
    await fails('99999');
    await fails('99999');
    expect([parked.length, new Set(parked).size]).toEqual([10, 5]);
  });
});

describe('a code that is about its people', () => {
  const latest = (refused: number, of = 100) =>
    Array.from({ length: of }, (_, n) => messageWith(n < refused ? '63024' : undefined, (n * 7) % of));

  test.each([
    ['91 of the last 100', latest(91), true],
    ['90 of the last 100', latest(90), false],
    ['all of 99', latest(99, 99), false],
  ])('refuses %s: %s', async (_, messages, paused) => {
    const { happened, fails } = world({ campaign: { updated_at: timestamp(START - 200_000) }, messages });
    await fails('63024', { attempted_at: START - 1_000 });
    const others = happened.filter(([what]) => what !== 'suppress');
    expect(others).toEqual(paused ? [['pause', 1, expect.stringMatching(/63024.*Check the audience/)]] : []);
  });
});

describe('a message that came back', () => {
  test.each(['21609', '63015', '21606', '63112'])(
    'with %s is parked, and its campaign pauses with the meaning and the remedy',
    async (code) => {
      const { customer_id, happened, returns } = world();
      await returns(code);
      const { meaning, remedy = '' } = explain(code)!;
      expect(happened).toEqual([
        ['park', [customer_id], 0, undefined],
        ['pause', 1, expect.stringContaining(`(error ${code}): ${meaning} ${remedy}`)],
      ]);
    },
  );

  test.each(['21655', '63041'])('because of its template (%s) makes Herald look at the template anew', async (code) => {
    const { happened, returns } = world({ campaign: { content_templates: approved('HX1') } });
    await returns(code);
    expect(happened.map(([what]) => what)).toEqual(['park', 'pause', 'forget templates']);
  });

  test.each([
    ['63018', 'portfolio_limit', 24 * HOUR],
    ['63038', 'account_limit', 12 * HOUR],
  ])('with %s waits with its sender until the limit may have passed', async (code, why, until) => {
    const { customer_id, happened, returns, sender } = world();
    await returns(code);
    expect(happened).toEqual([
      ['limit', sender.id, why, until],
      ['park', [customer_id], until, why],
    ]);
  });

  test('for a limit lets a completed campaign go on, and says when', async () => {
    const { happened, returns } = world({ campaign: { status: 'completed' } });
    await returns('63018');
    expect(happened.at(-1)).toEqual(['carry_on', 1, expect.stringContaining('by itself about 2026-11-21 12:00 UTC')]);
  });

  test('from an earlier run is parked, and pauses nothing', async () => {
    const { happened, returns } = world();
    await returns('21609', { attempted_at: START - 60_001 });
    expect(happened.map(([what]) => what)).toEqual(['park']);
  });

  test('to a completed campaign opens it again, paused', async () => {
    const { happened, returns } = world({ campaign: { status: 'completed' } });
    await returns('21609');
    expect(happened.map(([what]) => what)).toEqual(['park', 'reopen']);
  });

  test('to a cancelled campaign failed after all, and to one that is gone nothing happens', async () => {
    const cancelled = world({ campaign: { status: 'cancelled' } });
    await cancelled.returns('21609');
    expect(cancelled.happened).toEqual([['end waiting', cancelled.customer_id, '21609']]);
    const gone = world({ campaign: null });
    await gone.returns('21609');
    expect(gone.happened).toEqual([]);
  });
});

describe('a message that came back with 63018', () => {
  const TOO_SOON = expect.stringMatching(/^WhatsApp takes no second message to the same person/);
  /** The message, which was sent a second ago, and another one of the same sender, which was sent so many seconds ago. */
  const cameBack = async (
    secondsAgo: number,
    { other = {}, waiting = {}, ...given }: Given & { other?: Partial<Message>; waiting?: Partial<Message> } = {},
  ) => {
    const messages: Message[] = [];
    const others: Message[] = [];
    const campaigns: Campaign[] = [];
    const made = world({ messages, others, campaigns, ...given });
    const { tenant_id, id: sender_id } = made.sender;
    const started_at = timestamp(START - 30_000);
    const { customer_id } = made;
    campaigns.push(campaignOf({ tenant_id, sender_id, status: 'sending', started_at }));
    messages.push(
      messageWith('63018', 0, { customer_id, status: 'retry', replaced_sid: 'SM1', sending_since: START, ...waiting }),
    );
    const sending_since = START - secondsAgo * 1_000;
    others.push(messageWith(undefined, 0, { campaign_id: campaigns[0]!.id, customer_id, sending_since, ...other }));
    const followUp = () => made.returns('63018');
    await followUp();
    return { ...made, campaigns, others, messages, followUp };
  };
  const limited = ['limit', 'park'];

  test.each([
    [0, 10_000],
    [1, 20_000],
    [2, 40_000],
  ])(
    'just after another one waits some seconds, longer the %i. time, and its sender goes on',
    async (returns, wait) => {
      const { customer_id, happened } = await cameBack(3, { waiting: { returns } });
      const write = { waits: customer_id, why: TOO_SOON };
      expect(happened).toEqual([['return', [customer_id], wait, undefined, write]]);
    },
  );

  test('just after another one a fourth time has failed, and its sender goes on', async () => {
    const { customer_id, happened } = await cameBack(3, { waiting: { returns: 3 } });
    expect(happened).toEqual([['end waiting', customer_id, '63018', TOO_SOON]]);
  });

  test('just after another one lets a completed campaign go on', async () => {
    const { happened } = await cameBack(3, { campaign: { status: 'completed' } });
    expect(happened.at(-1)).toEqual(['carry_on', 1, TOO_SOON]);
  });

  test('whose event comes again changes nothing, whether it still waits or was sent again', async () => {
    const { messages, happened, followUp } = await cameBack(3);
    expect(happened).toHaveLength(1);
    const [{ why: status_reason }] = happened[0]!.slice(-1) as [{ why: string }];
    messages[0] = { ...messages[0]!, status_reason };
    await followUp();
    messages[0] = { ...messages[0], status: 'accepted', status_reason: undefined, error_code: undefined };
    await followUp();
    expect(happened).toHaveLength(1);
  });

  test.each<[string, number, Parameters<typeof cameBack>[1]]>([
    ['the other one was sent long before', 11, {}],
    ['the other one was refused as well', 3, { other: { status: 'retry' } }],
    ['the other one failed', 3, { other: { status: 'failed' } }],
    ['the other one was skipped', 3, { other: { status: 'skipped' } }],
    ['there is no other one', 3, { others: [] }],
  ])('is about the portfolio where %s', async (_, secondsAgo, given) => {
    const { happened } = await cameBack(secondsAgo, given);
    expect(happened.map(([what]) => what)).toEqual(limited);
  });

  test('is about the portfolio where the other one came from another sender', async () => {
    const { campaigns, others, happened, followUp } = await cameBack(30);
    campaigns[0] = { ...campaigns[0]!, sender_id: ids.next('snd') };
    others[0] = { ...others[0]!, sending_since: START };
    await followUp();
    expect(happened.map(([what]) => what)).toEqual([...limited, ...limited]);
  });

  test.each<[string, AutoReply['status'] | undefined, number, readonly string[]]>([
    ['just after an answer to a tap waits some seconds', 'accepted', 5, ['return']],
    ['just after an answer that may be out waits some seconds', 'unknown', 5, ['return']],
    ['is about the portfolio where the answer was not sent', 'failed', 5, limited],
    ['is about the portfolio where the tap was not answered', undefined, 5, limited],
    ['is about the portfolio where the answer was long before', 'accepted', 61, limited],
  ])('%s', async (_, answer, secondsAgo, what) => {
    const taps: NonNullable<Given['taps']>[number][] = [];
    const { campaigns, happened, followUp } = await cameBack(30, { taps });
    const clicked_at = timestamp(START - secondsAgo * 1_000);
    taps.push({ id: ids.next('int'), campaign_id: campaigns[0]!.id, clicked_at, ...(answer && { answer }) });
    happened.length = 0;
    await followUp();
    expect(happened.map(([first]) => first)).toEqual(what);
  });

  test('is about the portfolio where the answer to a tap came from another sender', async () => {
    const sender_id = ids.next('snd');
    const other = campaignOf({ sender_id });
    const taps = [{ id: ids.next('int'), campaign_id: other.id, clicked_at: at, answer: 'accepted' as const }];
    const { happened } = await cameBack(3, { others: [], taps, campaigns: [other] });
    expect(happened.map(([what]) => what)).toEqual(limited);
  });
});

describe('a template that was refused since its person has not written', () => {
  const refused = async (given: Given = {}, more: Partial<Message> = {}, attempted_at = START - 1_000) => {
    const messages: Message[] = [];
    const made = world({ messages, ...given });
    messages.push(messageWith('63016', 0, { customer_id: made.customer_id, ...more }));
    await made.fails('63016', { attempted_at });
    return made;
  };
  const { meaning, remedy = '' } = explain('63016', 'template')!;

  test('pauses the campaign with the meaning and the remedy, and the message waits and says it, too', async () => {
    const { customer_id, happened } = await refused();
    const write = { returned: customer_id, isMarketing: false, status_reason: meaning };
    expect(happened).toEqual([
      ['pause', 1, expect.stringContaining(`(error 63016): ${meaning} ${remedy}`)],
      ['return', [customer_id], 0, undefined, write],
    ]);
  });

  test('of a completed campaign opens it again, paused', async () => {
    const { happened } = await refused({ campaign: { status: 'completed' } });
    expect(happened.map(([what]) => what)).toEqual(['reopen', 'return']);
  });

  test('from an earlier run waits, and pauses nothing', async () => {
    const { happened } = await refused({}, {}, START - 60_001);
    expect(happened.map(([what]) => what)).toEqual(['return']);
  });

  const reply = { id: 'yes', title: 'Yes', type: 'reply' as const };
  test.each([
    ['a content that needs a template', [reply], ['pause', 'return']],
    ['a text', [], []],
  ])('is known in a campaign of an earlier version by %s', async (_, buttons, what) => {
    const started_at = timestamp(START - 30_000);
    const { happened } = await refused({ campaign: { send_as: undefined, started_at, buttons } });
    expect(happened.map(([first]) => first)).toEqual(what);
  });

  test.each<[string, Given, Partial<Message>]>([
    ['in a cancelled campaign', { campaign: { status: 'cancelled' } }, {}],
    ['that was delivered meanwhile', {}, { status: 'delivered', error_code: undefined }],
    ['that was sent without a template', { campaign: { send_as: 'session' } }, {}],
  ])('has no consequence %s', async (_, given, more) => {
    expect((await refused(given, more)).happened).toEqual([]);
  });
});

describe('a message that WhatsApp held back', () => {
  const retrying = (given: Given = {}) => {
    const made = world({ tenant: { retry_held_back: true }, ...given, messages: [] });
    return made;
  };
  const heldBack = async (given: Given, more: Partial<Message> = {}) => {
    const messages: Message[] = [];
    const made = world({ tenant: { retry_held_back: true }, ...given, messages });
    messages.push(messageWith('63049', 0, { customer_id: made.customer_id, ...more }));
    await made.fails('63049');
    return made;
  };

  test('waits a day where the tenant wants it', async () => {
    const { customer_id, happened } = await heldBack({});
    const write = { returned: customer_id, isMarketing: true };
    expect(happened).toEqual([['return', [customer_id], 24 * HOUR, 'marketing_limit', write]]);
  });

  test('lets a completed campaign go on', async () => {
    const { happened } = await heldBack({ campaign: { status: 'completed' } });
    expect(happened.at(-1)).toEqual(['carry_on', 1, expect.stringContaining('about 2026-11-21 12:00 UTC')]);
  });

  test.each<[string, Given, Partial<Message>]>([
    ['where the tenant has not asked for it', { tenant: {} }, {}],
    ['in the United States', { customer: { country: 'US' } }, {}],
    ['a second time', {}, { marketing_retries: 1 }],
    ['in a cancelled campaign', { campaign: { status: 'cancelled' } }, {}],
    ['that was delivered meanwhile', {}, { status: 'delivered', error_code: undefined }],
  ])('does not wait %s', async (_, given, more) => {
    expect((await heldBack(given, more)).happened).toEqual([]);
  });

  test('whose row is gone does not wait', async () => {
    const { fails, happened } = retrying();
    await fails('63049');
    expect(happened).toEqual([]);
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
