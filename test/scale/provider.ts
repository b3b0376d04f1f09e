import type { Scheduler, Worker } from '../fault/scheduler.ts';
import type { Random } from '../fault/random.ts';
import { rateLimit } from '../../local/twilio/rate-limit.ts';
import { readMessageToken } from '../../shared/message/message-token.ts';
import type { TwilioRequest, TwilioResponse } from '../../shared/provider/twilio/twilio.client.ts';
import { customerOfPhone, type Tenant } from './population.ts';

/** What became of a message at the provider, in order: a message's status never goes back. */
export const FATES = ['none', 'refused', 'undelivered', 'sent', 'delivered', 'read'] as const;
export type Fate = (typeof FATES)[number];

/** How many of a hundred numbers are refused at once, are undelivered, and never read what was delivered. */
const SHARES = { refused: 1, undelivered: 1, delivered: 28 };
const INVALID = 21211;
const BLOCKED = 63024;

/** A message that somebody has got. */
export interface Received {
  readonly tenant: Tenant;
  readonly n: number;
  readonly sid: string;
  readonly to: string;
  readonly token: string;
  /** What fills its template: tokens of buttons and links among them. */
  readonly variables: readonly string[];
}

/** What the provider truly has of a tenant's campaign, by customer. */
export interface Truth {
  readonly creates: Uint8Array;
  readonly fates: Uint8Array;
  /** Milliseconds since the epoch of the first and the last message. */
  first: number;
  last: number;
  /** Requests beyond the sender's rate, by the stand-in's rule. */
  throttled: number;
  /** Requests for a message. */
  sent: number;
  /** The same in each second since the first one. */
  readonly bySecond: number[];
}

/** The part of Twilio that a campaign uses, for a million people. It enforces each sender's rate by the stand-in's own rule. */
export function countedProvider(
  world: Scheduler,
  roll: Random,
  tenants: readonly Tenant[],
  report: (message: Received, status: string, errorCode?: number) => void,
) {
  const truths = new Map<string, Truth>();
  const limits = new Map(tenants.map(({ account_sid, rate }) => [account_sid, rateLimit(rate, world.now)]));
  const byAccount = new Map(tenants.map((tenant) => [tenant.account_sid, tenant]));
  for (const { account_sid, customers } of tenants) {
    const [creates, fates] = [new Uint8Array(customers), new Uint8Array(customers)];
    truths.set(account_sid, { creates, fates, first: 0, last: 0, throttled: 0, sent: 0, bySecond: [] });
  }
  const json = (status: number, body: Record<string, unknown>): TwilioResponse => ({ status, body });
  let sids = 0;

  function fateOf(n: number): Fate {
    const share = n % 100;
    if (share < SHARES.refused) return 'refused';
    if (share < SHARES.refused + SHARES.undelivered) return 'undelivered';
    return share < SHARES.refused + SHARES.undelivered + SHARES.delivered ? 'delivered' : 'read';
  }

  async function live(message: Received, truth: Truth, fate: Fate): Promise<void> {
    const reach = async (status: Fate, wait: number, code?: number) => {
      await world.until(world.now() + wait);
      truth.fates[message.n] = FATES.indexOf(status);
      report(message, status, code);
    };
    if (fate === 'undelivered') return reach('undelivered', roll.between(500, 20_000), BLOCKED);
    await reach('sent', roll.between(100, 3_000));
    await reach('delivered', roll.between(200, 20_000));
    // Most look at once, some after minutes.
    if (fate === 'read') await reach('read', roll.pick([10_000, 60_000, 300_000]) * roll.between(0.1, 1));
  }

  function create(tenant: Tenant, form: Record<string, string>): TwilioResponse {
    const truth = truths.get(tenant.account_sid)!;
    const now = world.now();
    if (!limits.get(tenant.account_sid)!.allows(tenant.sender_number)) {
      truth.throttled += 1;
      return json(429, { code: 20429 });
    }
    const to = (form['To'] ?? '').slice('whatsapp:'.length);
    const token = new URL(form['StatusCallback'] ?? '').searchParams.get('m') ?? '';
    if (readMessageToken(token)?.campaign_id !== tenant.campaign.id)
      throw new Error('A message was sent for another tenant’s campaign, or without a token of its own.');
    const n = customerOfPhone(to);
    truth.first ||= now;
    truth.last = now;
    truth.sent += 1;
    const second = Math.floor((now - truth.first) / 1000);
    truth.bySecond[second] = (truth.bySecond[second] ?? 0) + 1;
    const fate = fateOf(n);
    truth.creates[n]! += 1;
    if (fate === 'refused') {
      truth.fates[n] = FATES.indexOf('refused');
      return json(400, { code: INVALID });
    }
    sids += 1;
    const sid = `SM${String(sids).padStart(32, '0')}`;
    const variables = Object.values(JSON.parse(form['ContentVariables'] ?? '{}') as Record<string, string>);
    void live({ tenant, n, sid, to, token, variables }, truth, fate);
    return json(201, { sid, status: 'queued' });
  }

  function content(method: string, uri: string): TwilioResponse {
    if (uri.includes('/ApprovalRequests')) return json(200, { whatsapp: { status: 'approved' } });
    if (method !== 'post') return json(404, {});
    sids += 1;
    return json(201, { sid: `HX${String(sids).padStart(32, '0')}` });
  }

  return {
    truthOf: ({ account_sid }: Tenant): Truth => truths.get(account_sid)!,

    /** The provider's API as one invocation reaches it. */
    requestsOf(worker: Worker): TwilioRequest {
      return ({ account_sid = '' }, { method, uri, form = {} }) => {
        const creates = method === 'post' && uri.endsWith('/Messages.json');
        return worker.call(creates ? 'create' : `${method} ${uri}`, async () =>
          creates ? create(byAccount.get(account_sid)!, form as Record<string, string>) : content(method, uri),
        );
      };
    },
  };
}

export type CountedProvider = ReturnType<typeof countedProvider>;
