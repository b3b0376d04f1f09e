import type { Change } from '../platform/expression.ts';
import { laneOf, LANES } from '../platform/lanes.ts';
import { newestFirst } from '../platform/newest-first.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { MEANINGS } from '../provider/error-class.ts';
import type { ProviderError, StatusReport } from '../provider/provider.ts';
import { lanePartition } from './lane-partition.ts';
import { statusesBelow, message, timesOf, type Message, type MessageStatus, type SkipReason } from './message.ts';
import type { MessageReference } from './message-token.ts';

const PREFIX = 'MESSAGE#';

const keys = {
  prefix: PREFIX,
  message: (tenant: string, { campaign_id, customer_id }: MessageReference) => ({
    pk: lanePartition(tenant, campaign_id, laneOf(customer_id)),
    sk: `${PREFIX}${customer_id}`,
  }),
};

/** What asking for a claim brought. */
export type Claim =
  | { readonly got: true; readonly attempts: number }
  /** Settled already, or on its way in other hands. `held` says for how long those have it (milliseconds since the epoch). */
  | { readonly got: false; readonly leased_until?: number };

/** What a replay takes up: messages of these statuses, once in this run. */
export interface Replay {
  readonly run: number;
  readonly statuses: readonly MessageStatus[];
}

export type Messages = ReturnType<typeof messageStore>;

/** How many rows a page looks at in search of a status: some 2 s of reading. A page may so be short of its limit. */
const MAX_SCANNED = 10_000;

export function messageStore(table: Table) {
  /** A message on its way in other hands: held for a while yet, or its holder died and nobody sends it again. */
  async function checkLease(tenant: string, found: Message, now: number): Promise<{ leased_until?: number }> {
    if ((found.lease_until ?? 0) > now) return { leased_until: found.lease_until ?? 0 };
    await table.update(
      keys.message(tenant, found),
      {
        set: { status: 'unknown', status_reason: 'The sender stopped before it learned the outcome.' },
        remove: ['holder', 'lease_until'],
      },
      { equals: { status: 'sending', holder: found.holder } },
    );
    return {};
  }

  return {
    /**
     * Claims a customer's message: a put that only the first can make. Whoever comes later reads what stands there in
     * the same operation: a released message is claimed anew, one whose holder died becomes `unknown` and is not resent.
     * A put that the client library repeated after a lost answer meets its own holder, and has the claim.
     */
    async claim(tenant: string, draft: Message & { holder: string; lease_until: number }, now: number): Promise<Claim> {
      const key = keys.message(tenant, draft);
      const put = await table.put({ ...key, ...draft, status: 'sending', attempts: 1 }, { exists: false });
      if (put.done) return { got: true, attempts: 1 };

      const found = message.parse(put.found);
      if (found.holder === draft.holder && found.status === 'sending') return { got: true, attempts: found.attempts };
      if (found.status === 'retry') {
        const { holder, lease_until, sending_since, variables } = draft;
        const reclaimed = await table.update(
          key,
          { set: { status: 'sending', holder, lease_until, sending_since, variables }, add: { attempts: 1 } },
          { equals: { status: 'retry' } },
        );
        const got = reclaimed.done || reclaimed.found?.['holder'] === holder;
        return got ? { got, attempts: found.attempts + 1 } : { got, leased_until: lease_until };
      }
      if (found.status !== 'sending') return { got: false };
      return { got: false, ...(await checkLease(tenant, found, now)) };
    },

    /**
     * Enters that a customer is not sent to, unless a message is already there.
     * @returns for how long that message is in other hands, if it is
     */
    async skip(
      tenant: string,
      draft: Pick<Message, 'id' | 'campaign_id' | 'customer_id'>,
      reason: SkipReason,
      now: number,
    ): Promise<{ readonly leased_until?: number }> {
      const key = keys.message(tenant, draft);
      const put = await table.put({ ...key, ...draft, status: 'skipped', status_reason: reason }, { exists: false });
      if (put.done) return {};
      const found = message.parse(put.found);
      if (found.status === 'sending') return checkLease(tenant, found, now);
      await table.update(key, { set: { status: 'skipped', status_reason: reason } }, { equals: { status: 'retry' } });
      return {};
    },

    /**
     * The provider has it. News may have come first; then only what was still missing is added. That it was to be tried
     * anew meanwhile changes nothing: it need not be.
     */
    async accept(tenant: string, reference: MessageReference, provider_sid: string, at: string): Promise<void> {
      const key = keys.message(tenant, reference);
      const moved = await table.update(
        key,
        {
          set: { status: 'accepted', provider_sid, accepted_at: at },
          remove: ['holder', 'lease_until', 'status_reason'],
        },
        { oneOf: { status: [...statusesBelow('accepted'), 'retry'] } },
      );
      if (!moved.done)
        await table.update(
          key,
          { setIfAbsent: { provider_sid, accepted_at: at }, remove: ['holder', 'lease_until'] },
          { exists: true },
        );
    },

    /** Provably nothing was created, and nothing will be tried again. */
    async fail(
      tenant: string,
      reference: MessageReference,
      holder: string,
      error: ProviderError,
      at: string,
    ): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        {
          set: { status: 'failed', error_code: error.code, status_reason: MEANINGS[error.class], failed_at: at },
          remove: ['holder', 'lease_until'],
        },
        { equals: { status: 'sending', holder } },
      );
    },

    /** Provably nothing was created; anyone may claim it again. */
    async release(tenant: string, reference: MessageReference, holder: string): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'retry' }, remove: ['holder', 'lease_until'] },
        { equals: { status: 'sending', holder } },
      );
    },

    /** The message may be out. Nobody sends it again; news or a person settles it. */
    async markUnknown(tenant: string, reference: MessageReference, holder: string, reason: string): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'unknown', status_reason: reason }, remove: ['holder', 'lease_until'] },
        { equals: { status: 'sending', holder } },
      );
    },

    /** The message of an attempt whose outcome was unknown was found at the provider; unless it is settled, or tried anew. */
    async confirmAccepted(
      tenant: string,
      reference: MessageReference,
      { attempts, provider_sid }: Required<Pick<Message, 'attempts' | 'provider_sid'>>,
      at: string,
    ): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'accepted', provider_sid, accepted_at: at }, remove: ['status_reason'] },
        { equals: { status: 'unknown', attempts } },
      );
    },

    /**
     * News from the provider moves a message up the ladder; late or repeated news changes nothing, nor does news of an
     * attempt that another replaced, unless it tells that the customer has it: then it need not be tried anew.
     * @returns whether there is such a message
     */
    async applyStatus(tenant: string, reference: MessageReference, report: StatusReport, at: string): Promise<boolean> {
      const { status, provider_sid, error } = report;
      const arrived = status === 'delivered' || status === 'read';
      const ofThisAttempt = {
        notExistsOrEqual: { provider_sid },
        notExistsOrNotEqual: { replaced_sid: provider_sid },
      };
      const moved = await table.update(
        keys.message(tenant, reference),
        {
          set: { status, ...(error && { error_code: error.code, status_reason: MEANINGS[error.class] }) },
          setIfAbsent: { provider_sid, ...timesOf(status, at) },
          ...(!error && { remove: ['status_reason', 'error_code', 'failed_at'] }),
        },
        { oneOf: { status: [...statusesBelow(status), 'retry'] }, ...(!arrived && ofThisAttempt) },
      );
      return moved.done || moved.found !== undefined;
    },

    async get(tenant: string, reference: MessageReference): Promise<Message | undefined> {
      const item = await table.get(keys.message(tenant, reference));
      return item && message.parse(item);
    },

    /**
     * A campaign's messages, those of the newest customers first: the rows are in order of the customers' ids, and have
     * no index, which every one of their writes would pay for.
     */
    async page(
      tenant: string,
      campaign: string,
      status: MessageStatus | undefined,
      { limit, after }: Range,
    ): Promise<StorePage<Message>> {
      const lanes = Array.from({ length: LANES }, (_, lane) => {
        const pk = lanePartition(tenant, campaign, lane);
        const from = after && { after: { pk, sk: `${keys.prefix}${String(after['customer_id'])}` } };
        const read = status ? 100 : Math.ceil(limit / LANES) + 6;
        return table.all({ pk, prefix: keys.prefix, newestFirst: true, limit: read, ...from });
      });
      const items: Message[] = [];
      let scanned = 0;
      let customer_id: unknown;
      for await (const item of newestFirst(lanes, ({ sk }) => String(sk))) {
        if (items.length === limit || scanned === MAX_SCANNED) return { items, last: { customer_id } };
        if (status === undefined || item['status'] === status) items.push(message.parse(item));
        scanned += 1;
        customer_id = item['customer_id'];
      }
      return { items, last: undefined };
    },

    /**
     * A page of a lane's messages in the order of their customers, of which those are given that a replay is to try anew,
     * or has set to be tried anew already.
     * @returns `last`: where to go on, if anywhere
     */
    async replayable(
      tenant: string,
      campaign: string,
      lane: number,
      { run, statuses, after, limit }: Replay & { readonly after?: string | undefined; readonly limit: number },
    ): Promise<{ items: Message[]; last: string | undefined }> {
      const pk = lanePartition(tenant, campaign, lane);
      const from = after && { after: { pk, sk: `${keys.prefix}${after}` } };
      const page = await table.query({ pk, prefix: keys.prefix, limit, consistent: true, ...from });
      const rows = page.items.map((item) => message.parse(item));
      const items = rows.filter(({ status, replayed_in = 0 }) =>
        status === 'retry' ? replayed_in === run : statuses.includes(status) && replayed_in < run,
      );
      return { items, last: page.last && rows.at(-1)?.customer_id };
    },

    /** Sets a message to be tried anew, once in each run that replays. @returns whether this run has, now or before */
    async replay(tenant: string, current: Message, { run, statuses }: Replay): Promise<boolean> {
      const set = { status: 'retry', replayed_in: run, replaced_sid: current.provider_sid };
      const remove = ['status_reason', 'error_code', 'provider_sid', 'accepted_at', 'sent_at', 'failed_at'];
      const moved = await table.update(
        keys.message(tenant, current),
        { set, remove, add: { replays: 1 } },
        { oneOf: { status: statuses }, notExistsOrLessThan: { replayed_in: run } },
      );
      return moved.done || moved.found?.['replayed_in'] === run;
    },

    /** Settles a message whose holder died. @returns for how long it is in other hands, if it is */
    async expireLease(
      tenant: string,
      reference: MessageReference,
      now: number,
    ): Promise<{ readonly leased_until?: number }> {
      const found = await this.get(tenant, reference);
      return found?.status === 'sending' ? checkLease(tenant, found, now) : {};
    },

    /** Takes out what a customer's messages of up to 100 campaigns say of the person; the messages stay counted. */
    async forget(tenant: string, campaigns: readonly string[], customer_id: string): Promise<void> {
      const found = await this.ofCustomer(tenant, campaigns, customer_id);
      await Promise.all(
        found.map((reference) =>
          table.update(keys.message(tenant, reference), { remove: ['variables'] }, { exists: true }),
        ),
      );
    },

    /** Those of up to 100 customers whose message of a campaign needs nobody to send it any more. */
    async settledAmong(tenant: string, campaign_id: string, customers: readonly string[]): Promise<Set<string>> {
      const items = await table.getAll(
        customers.map((customer_id) => keys.message(tenant, { campaign_id, customer_id })),
      );
      const found = items.map((item) => message.parse(item));
      const settled = found.filter(({ status }) => status !== 'retry' && status !== 'sending');
      return new Set(settled.map(({ customer_id }) => customer_id));
    },

    /** A customer's messages of up to 100 campaigns, in no order. */
    async ofCustomer(tenant: string, campaigns: readonly string[], customer_id: string): Promise<Message[]> {
      const items = await table.getAll(
        campaigns.map((campaign_id) => keys.message(tenant, { campaign_id, customer_id })),
      );
      return items.map((item) => message.parse(item));
    },

    /** The customer answered in words; the first time counts. */
    async recordReply(tenant: string, reference: MessageReference, at: string): Promise<void> {
      await table.update(keys.message(tenant, reference), { setIfAbsent: { replied_at: at } }, { exists: true });
    },

    /** The customer opted out in answer; the first time counts. */
    async recordOptOut(tenant: string, reference: MessageReference, at: string): Promise<void> {
      await table.update(keys.message(tenant, reference), { setIfAbsent: { opted_out_at: at } }, { exists: true });
    },

    /** The write that enters a tap on a message, for one transaction with the interaction it is. */
    tapWrite(tenant: string, reference: MessageReference, button_id: string, at: string): TransactWrite {
      const change: Change = {
        setIfAbsent: { first_click_at: at },
        addToSet: { clicked_buttons: new Set([button_id]) },
      };
      return { key: keys.message(tenant, reference), change, where: { exists: true } };
    },

    /** Every message of a lane, for recounting. */
    async *ofLane(tenant: string, campaign: string, lane: number): AsyncGenerator<Message> {
      for await (const item of table.all({ pk: lanePartition(tenant, campaign, lane), prefix: keys.prefix }))
        yield message.parse(item);
    },
  };
}
