import { readMessageToken } from '../../shared/message/message-token.ts';
import type { TwilioRequest, TwilioResponse } from '../../shared/provider/twilio/twilio.client.ts';
import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Scheduler, Worker } from './scheduler.ts';

/** A message that the provider created. */
export interface Created {
  readonly sid: string;
  readonly account_sid: string;
  readonly to: string;
  readonly from: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly variables: readonly string[];
  /** The text of its template. */
  readonly text: string;
  /** The worker that requested it, once it got the answer. */
  toldTo?: Worker;
  /** The statuses that Herald acknowledged, and when it first did. */
  readonly heard: Map<string, number>;
  /** Its statuses, in order, and when each came about. */
  readonly history: string[];
  readonly changes: number[];
  errorCode?: number;
}

/** An answer that the provider took. */
export interface Reply {
  readonly sid: string;
  readonly account_sid: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly at: number;
}

/** What the provider really did: the truth that the table is compared with. */
export interface Truth {
  readonly created: Created[];
  /** Answers to taps: they are no campaign's messages, and nothing is reported of them. */
  readonly replies: Reply[];
  /** When the first request for `${campaign} ${customer}` was permanently refused, and by which worker it was made, once it got the answer. */
  readonly refused: Map<string, { readonly at: number; toldTo?: Worker }>;
  /** How many requests were answered with 429. */
  throttled: number;
}

/** What somebody wrote to a sender. */
export interface Received {
  readonly sid: string;
  readonly account_sid: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly at: number;
}

/** How the provider treats a number. */
export type Fate = 'reads' | 'receives' | 'invalid' | 'blocks' | 'silent';

/** Refusals by callback: the person blocked the sender; the portfolio's limit is reached. */
const BLOCKED = 63024;
export const PORTFOLIO_LIMIT = 63018;

export interface ProviderTerms {
  fateOf(phone_number: string): Fate;
  /** Called for each status of a message. */
  onStatus(message: Created, status: string, errorCode?: number): void;
}

/** The part of Twilio that a campaign uses, with its own state. It never reads the table. */
export function simulatedProvider(world: Scheduler, faults: Faults, roll: Random, { fateOf, onStatus }: ProviderTerms) {
  const truth: Truth = { created: [], replies: [], refused: new Map(), throttled: 0 };
  const contents = new Map<string, string>();
  const received: Received[] = [];
  let limitedUntil = 0;
  const json = (status: number, body: Record<string, unknown>): TwilioResponse => ({ status, body });

  /** A message goes through its statuses whether or not Herald hears of them. */
  async function live(message: Created, fate: Fate): Promise<void> {
    const reach = async (status: string, wait: number, code?: number) => {
      await world.until(world.now() + wait);
      message.history.push(status);
      message.changes.push(world.now());
      if (code !== undefined) message.errorCode = code;
      onStatus(message, status, code);
    };
    await reach('queued', roll.between(0, 300));
    if (faults.happens('portfolio_limited', 0.05)) return reach('failed', roll.between(500, 20_000), PORTFOLIO_LIMIT);
    if (fate === 'blocks') return reach('undelivered', roll.between(500, 20_000), BLOCKED);
    await reach('sent', roll.between(100, 3_000));
    if (fate === 'silent') return;
    await reach('delivered', roll.between(200, 60_000));
    if (fate === 'reads') await reach('read', roll.between(1_000, 600_000));
  }

  function create(account_sid: string, form: Record<string, string>): TwilioResponse {
    const to = (form['To'] ?? '').replace('whatsapp:', '');
    const from = (form['From'] ?? '').replace('whatsapp:', '');
    const callback = form['StatusCallback'];
    const reference = callback && readMessageToken(new URL(callback).searchParams.get('m') ?? '');
    if (callback && !reference) throw new Error('A message was sent without a token of its own.');
    if (faults.happens('provider_throttled', 0.05)) {
      truth.throttled += 1;
      return json(429, { code: 20429 });
    }
    if (faults.happens('account_limited', 0.01)) limitedUntil = world.now() + roll.between(60_000, 1_800_000);
    if (world.now() < limitedUntil)
      return { ...json(429, { code: 63038 }), retry_after: Math.ceil((limitedUntil - world.now()) / 1_000) };
    if (faults.happens('provider_refused', 0.01)) return json(401, { code: 20003 });
    if (faults.happens('provider_failed_before', 0.04)) return json(503, {});
    if (!reference) {
      const sid = `SMre${String(truth.replies.length).padStart(28, '0')}`;
      truth.replies.push({ sid, account_sid, to, from, text: form['Body'] ?? '', at: world.now() });
      if (faults.happens('provider_failed_after', 0.04)) return json(500, { code: 20500 });
      return json(201, { sid, status: 'queued' });
    }
    const fate = fateOf(to);
    if (fate === 'invalid') {
      const who = `${reference.campaign_id} ${reference.customer_id}`;
      if (!truth.refused.has(who)) truth.refused.set(who, { at: world.now() });
      return json(400, { code: 21211 });
    }
    const message: Created = {
      ...reference,
      sid: `SM${String(truth.created.length).padStart(32, '0')}`,
      account_sid,
      to,
      from,
      at: world.now(),
      variables: Object.values(JSON.parse(form['ContentVariables'] ?? '{}') as Record<string, string>),
      text: contents.get(form['ContentSid'] ?? '') ?? '',
      heard: new Map(),
      history: [],
      changes: [],
    };
    truth.created.push(message);
    void live(message, fate);
    if (faults.happens('provider_failed_after', 0.04)) return json(500, { code: 20500 });
    return json(201, { sid: message.sid, status: 'queued' });
  }

  /** A message as Twilio shows it, with its times to the second. */
  function shown(message: Created | Received | Reply) {
    const { sid, from, to, at } = message;
    const { history, changes, errorCode = null } = 'history' in message ? message : {};
    const isOurs = history !== undefined || sid.startsWith('SMre');
    return {
      sid,
      from: `whatsapp:${from}`,
      to: `whatsapp:${to}`,
      direction: isOurs ? 'outbound-api' : 'inbound',
      date_created: new Date(at).toUTCString(),
      date_updated: new Date(changes?.at(-1) ?? at).toUTCString(),
      status: isOurs ? (history?.at(-1) ?? 'queued') : 'received',
      error_code: errorCode,
    };
  }

  /** Like Twilio's list: the messages to, from or between two numbers, the newest first. */
  function list(account_sid: string, query: URLSearchParams): TwilioResponse {
    const [to, from] = ['To', 'From'].map((field) => query.get(field)?.replace('whatsapp:', ''));
    const isWanted = (message: Created | Received | Reply) =>
      message.account_sid === account_sid && (!to || message.to === to) && (!from || message.from === from);
    const messages = [
      ...[...truth.created, ...truth.replies].filter(isWanted).map(shown),
      ...received.filter(isWanted).map((message) => ({ ...shown(message), body: message.text })),
    ];
    const newestFirst = messages.toSorted((a, b) => Date.parse(b.date_created) - Date.parse(a.date_created));
    return json(200, { messages: newestFirst, next_page_uri: null });
  }

  function one(account_sid: string, sid: string): TwilioResponse {
    const message = truth.created.find((created) => created.account_sid === account_sid && created.sid === sid);
    return message ? json(200, shown(message)) : json(404, { code: 20404 });
  }

  function content(method: string, uri: string, body: Record<string, unknown>): TwilioResponse {
    if (uri.includes('/ApprovalRequests')) return json(200, { whatsapp: { status: 'approved' } });
    if (method !== 'post') return json(404, {});
    const sid = `HX${String(contents.size).padStart(32, '0')}`;
    contents.set(sid, JSON.stringify(body['types']));
    return json(201, { sid });
  }

  return {
    truth,

    /** Somebody wrote to a sender, whether or not Herald hears of it. */
    receive(message: Received): void {
      received.push(message);
    },

    /** The provider's API as one invocation reaches it. */
    requestsOf(worker: Worker): TwilioRequest {
      return async ({ account_sid = '' }, { method, uri, form = {}, json: body = {} }) => {
        const creates = uri.endsWith('/Messages.json') && method === 'post';
        const before = truth.created.length;
        const refused = truth.refused.size;
        const what = creates ? `create ${(form as { To: string }).To.slice(-4)}` : `${method} ${new URL(uri).pathname}`;
        const answer = await worker.call(
          what,
          async () =>
            creates
              ? create(account_sid, form as Record<string, string>)
              : uri.includes('/Messages.json')
                ? list(account_sid, new URL(uri).searchParams)
                : uri.includes('/Messages/')
                  ? one(account_sid, /\/Messages\/(\w+)\.json/.exec(uri)?.[1] ?? '')
                  : content(method, uri, body as Record<string, unknown>),
          {
            once: true,
            lost: (took_effect) =>
              Object.assign(new Error('no answer'), {
                code: took_effect || roll.chance(0.5) ? roll.pick(['ECONNRESET', 'ETIMEDOUT']) : 'ECONNREFUSED',
              }),
          },
        );
        const refusals = [...truth.refused.values()];
        if (creates && answer.status === 400) for (const one of refusals.slice(refused)) one.toldTo = worker;
        if (creates && answer.status === 201) {
          const message = truth.created.slice(before).find(({ sid }) => sid === answer.body['sid']);
          if (message) message.toldTo = worker;
        }
        return answer;
      };
    },
  };
}
