import { LOST } from '../platform/backoff.ts';
import { conflict } from '../platform/errors.ts';
import { setOrRemove, type Changed } from '../platform/expression.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import type { SenderLimits } from '../provider/provider.ts';
import type { ReachedLimit } from './provider-limit.ts';
import {
  duration,
  HORIZON,
  LIMITS_KEPT_FOR,
  LEAD,
  REPLY_HORIZON,
  REPLY_SHARE,
  sender,
  type Reservation,
  type Sender,
} from './sender.ts';

const keys = {
  sender: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}`, sk: `SENDER#${id}` }),
  prefix: 'SENDER#',
  number: (tenant: string, e164: string) => ({ pk: `TENANT#${tenant}`, sk: `SENDERNUMBER#${e164}` }),
};

export type Senders = ReturnType<typeof senderStore>;

type MessagingLimit = SenderLimits['messaging_limit'];

function isRaised(before: MessagingLimit, after: MessagingLimit): boolean {
  if (before === undefined || after === undefined || before === 'unlimited') return false;
  return after === 'unlimited' || after > before;
}

type PacedSender = Pick<Sender, 'tenant_id' | 'id' | 'rate'>;

/** A request for time in one of a sender's two queues of slots. Times in milliseconds. */
interface SlotRequest {
  readonly queue: 'next_slot_at' | 'next_reply_at';
  readonly length: number;
  readonly now: number;
  /** How far ahead the first slot of an empty queue is. */
  readonly lead: number;
  readonly horizon: number;
  readonly add?: Readonly<Record<string, number>>;
  /** Set when the queue was empty. */
  readonly idle?: Readonly<Record<string, number>>;
}

export function senderStore(table: Table) {
  /**
   * Reserves time by the generic cell rate algorithm (GCRA). An empty queue and a non-empty one each take one conditional
   * write without a read before it, so that campaigns and functions interleave without a lock.
   */
  async function reserveSlots(
    sender: PacedSender,
    { queue, length, now, lead, horizon, add, idle }: SlotRequest,
  ): Promise<Reservation> {
    const soonest = now + lead;
    const key = keys.sender(sender.tenant_id, sender.id);
    return table.untilWon<Reservation>(async () => {
      const queued = await table.updateAndRead(
        key,
        { add: { ...add, [queue]: length } },
        { exists: true, greaterOrEqual: { [queue]: soonest }, lessOrEqual: { [queue]: now + horizon } },
      );
      if (queued.done) return { starts_at: Number(queued.item[queue]) - length };
      if (!queued.found) throw new Error('The sender was removed while a campaign was using it.');
      const next = Number(queued.found[queue] ?? 0);
      if (next > now + horizon) return { ask_again_at: next - horizon };
      const empty = await table.update(
        key,
        { set: { ...idle, [queue]: soonest + length }, ...(add && { add }) },
        { exists: true, notExistsOrLessThan: { [queue]: soonest } },
      );
      return empty.done ? { starts_at: soonest } : LOST;
    });
  }

  return {
    /** @throws HeraldError 409 when the tenant has a sender with this number: each of two would use the number's full rate */
    async add(sender: Sender): Promise<void> {
      const added = await table.transact([
        {
          put: { ...keys.number(sender.tenant_id, sender.phone_number), sender_id: sender.id },
          where: { exists: false },
        },
        { put: { ...keys.sender(sender.tenant_id, sender.id), ...sender, next_slot_at: 0 }, where: { exists: false } },
      ]);
      if (!added) throw conflict('sender.exists', 'There is a sender of this number; use that one.');
    },

    async get(tenant: string, id: string): Promise<Sender | undefined> {
      const item = await table.get(keys.sender(tenant, id));
      return item && sender.parse(item);
    },

    /** When the sender's next free slot for campaigns is, in milliseconds since the epoch; in the past for an idle one. */
    async nextSlotAt(tenant: string, id: string): Promise<number> {
      return Number((await table.get(keys.sender(tenant, id)))?.['next_slot_at'] ?? 0);
    },

    async page(tenant: string, range: Range): Promise<StorePage<Sender>> {
      const pk = keys.sender(tenant, '').pk;
      const page = await table.query({ pk, prefix: keys.prefix, newestFirst: true, ...range });
      return { items: page.items.map((item) => sender.parse(item)), last: page.last };
    },

    /** @returns how many there are, at most `max` */
    async count(tenant: string, max: number): Promise<number> {
      const { pk } = keys.sender(tenant, '');
      return table.count({ pk, prefix: keys.prefix, consistent: true }, max);
    },

    async change(
      tenant: string,
      id: string,
      change: Changed<Pick<Sender, 'name' | 'rate' | 'daily_limit' | 'updated_at'>>,
    ): Promise<Sender | undefined> {
      const written = await table.updateAndRead(keys.sender(tenant, id), setOrRemove(change), { exists: true });
      return written.done ? sender.parse(written.item) : undefined;
    },

    /**
     * Keeps a sender's messages waiting for a limit of hours. A limit that ends sooner does not end a longer one.
     */
    async limit(tenant: string, id: string, { why, until }: ReachedLimit): Promise<void> {
      const set = { limited_by: why, limited_until: until };
      const where = { exists: true, notExistsOrLessThan: { limited_until: until } };
      await table.update(keys.sender(tenant, id), { set }, where);
    },

    /** Whether the caller is to read the sender's limits at the provider: one of all who ask within an hour. */
    async claimLimitsRead({ tenant_id, id }: Pick<Sender, 'tenant_id' | 'id'>, now: number): Promise<boolean> {
      const set = { limits_read_at: now };
      const where = { exists: true, notExistsOrLessThan: { limits_read_at: now - LIMITS_KEPT_FOR } };
      return (await table.update(keys.sender(tenant_id, id), { set }, where)).done;
    },

    /** Stores what the provider says of a sender. With a higher limit than before, nobody waits for that limit any more. */
    async setLimits(sender: Sender, limits: SenderLimits): Promise<void> {
      const key = keys.sender(sender.tenant_id, sender.id);
      const { messaging_limit = null, quality_rating = null } = limits;
      await table.update(key, setOrRemove({ messaging_limit, quality_rating }), { exists: true });
      if (!isRaised(sender.messaging_limit, limits.messaging_limit)) return;
      const ended = { remove: ['limited_by', 'limited_until'] };
      await table.update(key, ended, { equals: { limited_by: 'portfolio_limit' } });
    },

    /** Reserves the time for a campaign's messages, from the sender's next free slot on. */
    async reserve(sender: PacedSender, messages: number, now: number): Promise<Reservation> {
      const length = duration(messages, sender.rate);
      // An idle sender has had enough time for the replies it sent meanwhile.
      return reserveSlots(sender, {
        queue: 'next_slot_at',
        length,
        now,
        lead: LEAD,
        horizon: HORIZON,
        idle: { reply_debt: 0 },
      });
    },

    /** Reserves the time for one reply, out of turn, within the share of the rate that is kept for replies. */
    async reserveReply(sender: PacedSender, now: number): Promise<Reservation> {
      const length = duration(1, sender.rate * REPLY_SHARE);
      return reserveSlots(sender, {
        queue: 'next_reply_at',
        length,
        now,
        lead: 0,
        horizon: REPLY_HORIZON,
        add: { reply_debt: 1 },
      });
    },

    /** Whether a campaign's messages must wait because replies took their time. If so, the debt is reduced by them. */
    async yieldToReplies({ tenant_id, id, reply_debt = 0 }: Sender, messages: number): Promise<boolean> {
      const enough = { reply_debt: messages / 2 };
      // A chunk whose recipients will all be skipped takes no time, and would yield forever.
      if (messages === 0 || reply_debt < enough.reply_debt) return false;
      const key = keys.sender(tenant_id, id);
      return (await table.update(key, { add: { reply_debt: -messages } }, { greaterOrEqual: enough })).done;
    },

    /**
     * Stops the sender until `until` for campaigns and replies: new slots begin there, and chunks with earlier slots get
     * later ones. A shorter brake does not end a longer one.
     */
    async brake(tenant: string, id: string, until: number): Promise<void> {
      const raised = ['braked_until', 'next_slot_at', 'next_reply_at'].map((name) => ({ [name]: until }));
      await Promise.all(
        raised.map((set) => table.update(keys.sender(tenant, id), { set }, { exists: true, notExistsOrLessThan: set })),
      );
    },
  };
}
