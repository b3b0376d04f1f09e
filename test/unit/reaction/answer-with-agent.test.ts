import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ButtonAction } from '../../../shared/content/button.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { ButtonClicked } from '../../../shared/event/domain-event.ts';
import type { AgentOutcome } from '../../../shared/interaction/interaction.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Outcome } from '../../../shared/provider/provider.ts';
import { answerWithAgent, MAX_NEW_WORDINGS, type AgentPorts } from '../../../shared/reaction/answer-with-agent.ts';
import { autoReplyStore } from '../../../shared/reaction/auto-reply.store.ts';
import { wordingCountStore } from '../../../shared/reaction/wording-count.store.ts';
import { giveUpAnswer } from '../../../shared/reaction/give-up-answer.ts';
import { ReplyDeferred } from '../../../shared/reaction/send-reply.ts';
import type { Question } from '../../../shared/run/ask-recommendations.ts';
import { templateStore } from '../../../shared/template/template.store.ts';
import type { EndpointAsker } from '../../../shared/webhook/endpoint-asker.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, customerOf, fakeClock, keptLog, senderOf, START, tenantOf } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const ACTION = {
  type: 'agent',
  webhook_endpoint_id: 'whe_1',
  timeout_seconds: 8,
  fallback: 'We write to you, {{name}}.',
} as const satisfies ButtonAction;
const LEASE = 38_000;
const said = (message: string) => ({ answer: JSON.stringify({ reply: { message } }) });
type Said = Awaited<ReturnType<EndpointAsker['ask']>>;

/** A tenant, a campaign and a customer who wrote a minute ago; claims in a table. */
function world() {
  const tenant_id = ids.next('ten');
  const sender = senderOf({ tenant_id });
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, status: 'completed', run: 1 });
  const state: {
    customer: Customer | undefined;
    agent: (question: Question) => Promise<Said>;
    send: () => Outcome;
    stopped: boolean;
  } = {
    stopped: false,
    customer: customerOf({ tenant_id, last_inbound_at: timestamp(START - 60_000) }),
    agent: async () => said('At nine.'),
    send: () => ({ kind: 'accepted', provider_sid: `SM${sent.length}` }),
  };
  const questions: Question[] = [];
  const sent: { to: string; text: string }[] = [];
  /** The words of templates that were made. */
  const made: string[] = [];
  const noted = new Map<string, AgentOutcome>();
  const { lines, log } = keptLog();
  const clock = fakeClock();
  const autoReplies = autoReplyStore(opened.table);
  const ports: AgentPorts = {
    agents: {
      ask(question) {
        questions.push(question);
        return state.agent(question);
      },
    },
    autoReplies,
    sendingSwitch: { isStopped: async () => state.stopped },
    tenants: { get: async (id) => tenantOf({ id }) },
    campaigns: { get: async () => campaign },
    clock,
    credentials: { get: async () => ({}) },
    customers: { get: async () => state.customer },
    ids,
    inbounds: {
      newestWords: async (_, customer_id) => [
        {
          ...{ tenant_id, customer_id, sid: 'SM1', kind: 'reply', media_urls: [] },
          ...{ text: 'When do you open?', received_at: timestamp(START - 60_000) },
        },
      ],
    },
    interactions: {
      async noteAgent(_, { interaction_id }, outcome) {
        if (outcome.outcome !== 'unknown' || !noted.has(interaction_id)) noted.set(interaction_id, outcome);
      },
    },
    log,
    providers: () => ({
      async send(_, { to, message: { content, values } }) {
        sent.push({ to, text: [content.body, ...values].join('|') });
        return state.send();
      },
    }),
    senders: {
      get: async () => sender,
      reserveReply: async (_, now) => ({ starts_at: now }),
      brake: async () => undefined,
    },
    templateProviders: () => ({
      knownTemplate: async (_, { body }, use, registry) => {
        expect(use).toBe('answer');
        return registry.find('AC1', body);
      },
      async ensureTemplate(_, { body }, use, registry) {
        expect(use).toBe('answer');
        const known = await registry.find('AC1', body);
        if (known !== undefined) return { template_id: known, review: { state: 'approved' } };
        made.push(body);
        return { template_id: await registry.add('AC1', body, `HX${made.length}`), review: { state: 'approved' } };
      },
    }),
    wordingCounts: wordingCountStore(opened.table),
    templates: templateStore(opened.table),
  };
  const interaction_id = ids.next('int');
  const tap = (action: ButtonAction | null = ACTION, more: Partial<ButtonClicked['data']> = {}): ButtonClicked => ({
    ...{ id: 'evt_1', type: 'campaign.button_clicked', tenant_id, timestamp: timestamp(START) },
    data: {
      campaign: { id: campaign.id, name: campaign.name },
      variant: null,
      customer: { id: state.customer?.id ?? ids.next('cus') },
      button: { id: 'ask', title: 'Ask', type: 'reply' },
      interaction: {
        ...{ id: interaction_id, message_id: ids.next('msg'), source: 'inbound' },
        clicked_at: timestamp(START - 60_000),
      },
      action,
      ...more,
    },
  });
  return {
    ...{ campaign, clock, made, noted, ports, questions, sent, state, tap },
    answer: (event = tap()) => answerWithAgent(event, ports),
    giveUp: (event = tap()) => giveUpAnswer(event, ports),
    outcome: () => noted.get(interaction_id),
    row: () => autoReplies.get(tenant_id, { campaign_id: campaign.id, interaction_id }),
    codes: () => lines.map(([event, { code }]) => [event, code]),
  };
}

describe('an agent', () => {
  test('is asked with the tap and the person’s words, and its answer is sent', async () => {
    const { answer, codes, outcome, questions, sent, state, tap } = world();
    await answer();
    expect(sent).toEqual([{ to: state.customer?.phone_number, text: 'At nine.' }]);
    expect(outcome()).toEqual({ outcome: 'answered' });
    expect(questions).toMatchObject([
      { tenant_id: tap().tenant_id, endpoint_id: 'whe_1', timeout: 8_000, maxAnswer: 1_000_000 },
    ]);
    expect(questions[0]?.event_id).toMatch(/^agt_[0-9a-f]{32}$/);
    expect(JSON.parse(questions[0]?.body ?? '').data).toMatchObject({
      button: { id: 'ask' },
      words: [{ text: 'When do you open?' }],
    });
    expect(codes()).toEqual([['agent.answered', undefined]]);
  });

  test('answers a tap once, however often its event is delivered', async () => {
    const { answer, outcome, questions, sent } = world();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => answer()));
    for (const one of outcomes.filter(({ status }) => status === 'rejected'))
      expect(one).toMatchObject({ reason: expect.any(ReplyDeferred) });
    await answer();
    expect([questions.length, sent.length]).toEqual([1, 1]);
    expect(outcome()).toEqual({ outcome: 'answered' });
  });

  test('that is asked twice, since its first asker seemed dead, is heard once', async () => {
    const { answer, clock, outcome, questions, sent, state } = world();
    const slow = Promise.withResolvers<Said>();
    state.agent = () => slow.promise;
    const first = answer();
    await expect.poll(() => questions.length).toBe(1);
    await expect(answer()).rejects.toThrow(ReplyDeferred);
    clock.advance(LEASE);
    state.agent = async () => said('The second answer.');
    await answer();
    slow.resolve(said('The first answer.'));
    await expect(first).rejects.toThrow(ReplyDeferred);
    await answer();
    expect(sent.map(({ text }) => text)).toEqual(['The second answer.']);
    expect(new Set(questions.map(({ event_id }) => event_id)).size).toBe(1);
    expect(outcome()).toEqual({ outcome: 'answered' });
  });

  test('is asked anew when the provider took nothing, and its last answer is sent', async () => {
    const { answer, outcome, row, sent, state } = world();
    state.agent = async () => ({ error: 'down', code: 'unreachable' });
    state.send = () => ({ kind: 'not_sent' });
    await expect(answer()).rejects.toThrow(ReplyDeferred);
    expect(await row()).toMatchObject({ status: 'retry' });
    expect(outcome()).toBeUndefined();
    state.agent = async () => said('I am back.');
    state.send = () => ({ kind: 'accepted', provider_sid: 'SM1' });
    await answer();
    expect(sent.at(-1)?.text).toBe('I am back.');
    expect(outcome()).toEqual({ outcome: 'answered' });
  });
});

describe('the fallback is sent, and the tap says why, when the agent', () => {
  test.each([
    ['is slow', { error: 'slow', code: 'timeout' }, 'timeout'],
    ['is down', { error: 'down', code: 'unreachable' }, 'unreachable'],
    ['answers with ten megabytes', { error: 'long', code: 'too_long' }, 'too_long'],
    ['answers with an error', { error: '500', code: 'bad_status' }, 'bad_status'],
    ['is switched off', { error: 'off', code: 'endpoint_disabled' }, 'endpoint_disabled'],
    ['was removed', { error: 'gone', code: 'endpoint_missing' }, 'endpoint_missing'],
    ['answers with a page', { answer: '<html>' }, 'invalid'],
  ] as const)('%s', async (_, answered, reason) => {
    const { answer, codes, outcome, sent, state } = world();
    state.agent = async () => answered;
    await answer();
    expect(sent.map(({ text }) => text)).toEqual(['We write to you, {{name}}.|Ana']);
    expect(outcome()).toEqual({ outcome: 'fallback', reason });
    expect(codes()).toEqual([['agent.unanswered', `fallback ${reason}`]]);
  });
});

describe('nothing is sent', () => {
  const optedOut = (customer: Customer | undefined) =>
    customer && { ...customer, consent: { ...customer.consent, status: 'opted_out' as const } };

  test('when the person opted out, was erased, or let the window close while the agent thought', async () => {
    for (const [change, reason] of [
      [(w: ReturnType<typeof world>) => (w.state.customer = optedOut(w.state.customer)), 'opted_out'],
      [(w: ReturnType<typeof world>) => (w.state.customer = undefined), 'customer_deleted'],
      [(w: ReturnType<typeof world>) => (w.state.stopped = true), 'sending_stopped'],
      [(w: ReturnType<typeof world>) => w.clock.advance(86_400_000), 'outside_window'],
    ] as const) {
      const w = world();
      w.state.agent = async () => {
        change(w);
        return said('Welcome!');
      };
      await w.answer();
      expect(w.sent).toEqual([]);
      expect(w.outcome()).toEqual({ outcome: 'skipped', reason });
    }
  });

  test('and nobody is asked, when the person may not be written to', async () => {
    const w = world();
    const event = w.tap();
    w.state.customer = optedOut(w.state.customer);
    await w.answer(event);
    expect([w.questions, w.sent]).toEqual([[], []]);
    expect(w.outcome()).toEqual({ outcome: 'skipped', reason: 'opted_out' });
  });

  test('when the agent wants to say nothing, or the fallback has no word for the person', async () => {
    const silent = world();
    silent.state.agent = async () => ({ answer: '{"reply": null}' });
    await silent.answer();
    expect([silent.sent, silent.outcome()]).toEqual([[], { outcome: 'silent' }]);

    const nameless = world();
    nameless.state.agent = async () => ({ error: 'down', code: 'unreachable' });
    nameless.state.customer = nameless.state.customer && { ...nameless.state.customer, name: null };
    await nameless.answer(nameless.tap({ ...ACTION, fallback: '{{name}}' }));
    expect([nameless.sent, nameless.outcome()]).toEqual([[], { outcome: 'skipped', reason: 'missing_variable' }]);
  });

  test('for a campaign that is unknown, or a button of another kind', async () => {
    const { answer, codes, questions, sent, tap } = world();
    await answer(tap(ACTION, { campaign: null }));
    await answer(tap({ type: 'tag', tags: ['a'] }));
    expect([questions, sent]).toEqual([[], []]);
    expect(codes()).toEqual([
      ['reply.skipped', 'campaign_deleted'],
      ['reply.skipped', 'no_agent'],
    ]);
  });
});

describe('an answer', () => {
  test('whose outcome is unknown is never sent again', async () => {
    const { answer, outcome, sent, state } = world();
    state.send = () => ({ kind: 'ambiguous', reason: 'no answer' });
    await answer();
    await answer();
    expect(sent).toHaveLength(1);
    expect(outcome()).toEqual({ outcome: 'unknown' });
  });

  test('that the provider refuses has failed, with its code', async () => {
    const { answer, outcome, state } = world();
    state.send = () => ({ kind: 'refused', class: 'bad_recipient', code: '63024' });
    await answer();
    expect(outcome()).toEqual({ outcome: 'failed', reason: '63024' });
  });

  test('whose worker died while sending is unknown, and one whose worker died asking is asked for again', async () => {
    const dead = world();
    dead.state.send = () => {
      throw new Error('killed');
    };
    await expect(dead.answer()).rejects.toThrow('killed');
    await expect(dead.answer()).rejects.toThrow(ReplyDeferred);
    dead.clock.advance(LEASE);
    await dead.answer();
    expect([dead.sent.length, dead.questions.length, dead.outcome()]).toEqual([1, 1, { outcome: 'unknown' }]);

    const asking = world();
    asking.state.agent = () => Promise.reject(new Error('killed'));
    await expect(asking.answer()).rejects.toThrow('killed');
    asking.clock.advance(LEASE);
    asking.state.agent = async () => said('Here I am.');
    await asking.answer();
    expect([asking.sent.length, asking.outcome()]).toEqual([1, { outcome: 'answered' }]);
  });

  test('whose worker died before it told what came of it is told of when the event comes again', async () => {
    const { answer, noted, outcome, sent } = world();
    await answer();
    noted.clear();
    await answer();
    expect([sent.length, outcome()]).toEqual([1, { outcome: 'answered' }]);
  });
});

describe('a tap whose attempts all failed', () => {
  test('has failed, says so, and is answered by nobody any more', async () => {
    for (const fail of [
      (w: ReturnType<typeof world>) => (w.state.send = () => ({ kind: 'not_sent' })),
      (w: ReturnType<typeof world>) => (w.state.agent = () => Promise.reject(new Error('killed'))),
    ]) {
      const w = world();
      fail(w);
      await expect(w.answer()).rejects.toThrow();
      const before = w.sent.length;
      w.clock.advance(LEASE);
      await w.giveUp();
      await w.giveUp();
      expect(w.outcome()).toEqual({ outcome: 'failed', reason: 'attempts_failed' });
      await w.answer();
      expect([w.questions.length, w.sent.length]).toEqual([1, before]);
      expect(w.codes().at(-1)).toEqual(['agent.unanswered', 'failed attempts_failed']);
    }
    const untouched = world();
    await untouched.giveUp();
    expect(untouched.outcome()).toEqual({ outcome: 'failed', reason: 'attempts_failed' });
  });

  test('keeps what came of it when its answer is out, or may be', async () => {
    const answered = world();
    await answered.answer();
    answered.noted.clear();
    await answered.giveUp();
    expect(answered.outcome()).toEqual({ outcome: 'answered' });

    const dead = world();
    dead.state.send = () => {
      throw new Error('killed');
    };
    await expect(dead.answer()).rejects.toThrow('killed');
    dead.clock.advance(LEASE);
    await dead.giveUp();
    expect(dead.outcome()).toEqual({ outcome: 'unknown' });
  });

  test('is not given up while somebody answers it', async () => {
    const w = world();
    const slow = Promise.withResolvers<Said>();
    w.state.agent = () => slow.promise;
    const answering = w.answer();
    await expect.poll(() => w.questions.length).toBe(1);
    await expect(w.giveUp()).rejects.toThrow(ReplyDeferred);
    slow.resolve(said('At nine.'));
    await answering;
    await w.giveUp();
    expect(w.outcome()).toEqual({ outcome: 'answered' });
  });
});

describe('answers with buttons', () => {
  const withButton = (message: string) => ({
    answer: JSON.stringify({ reply: { message, buttons: [{ id: 'more', title: 'More' }] } }),
  });

  test('make a template for each new wording, and so many a day at most; then the fallback is sent and says why', async () => {
    const { answer, clock, made, noted, ports, sent, state, tap } = world();
    const { interaction } = tap().data;
    const tapped = async (message: string) => {
      const id = ids.next('int');
      state.agent = async () => withButton(message);
      await answer(tap(ACTION, { interaction: { ...interaction, id } }));
      return noted.get(id);
    };
    expect(await tapped('Wording 0')).toEqual({ outcome: 'answered' });
    expect(await tapped('Wording 0')).toEqual({ outcome: 'answered' });
    expect(made).toEqual(['Wording 0']);
    for (let n = 2; n < MAX_NEW_WORDINGS; n++) await ports.wordingCounts.count(tap().tenant_id, clock.now());
    expect(await tapped('The last')).toEqual({ outcome: 'answered' });

    expect(await tapped('One too many')).toEqual({ outcome: 'fallback', reason: 'too_many_wordings' });
    expect(sent.at(-1)?.text).toBe('We write to you, {{name}}.|Ana');
    expect(await tapped('Wording 0')).toEqual({ outcome: 'answered' });
    state.agent = async () => said('Words alone.');
    await answer(tap());
    expect(sent.at(-1)?.text).toBe('Words alone.');
    expect(made).toEqual(['Wording 0', 'The last']);
    clock.advance(86_400_000);
    state.customer = state.customer && { ...state.customer, last_inbound_at: timestamp(clock.now()) };
    expect(await tapped('Next day')).toEqual({ outcome: 'answered' });
  });
});
