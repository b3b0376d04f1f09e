import { conflict } from '../platform/errors.ts';
import { setOrRemove, type Changed } from '../platform/expression.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import {
  duration,
  HORIZON,
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

type PacedSender = Pick<Sender, 'tenant_id' | 'id' | 'rate'>;

/** Which of a sender's two queues of slots is asked, and on what terms. Times in milliseconds. */
interface SlotRequest {
  readonly queue: 'next_slot_at' | 'next_reply_at';
  readonly length: number;
  readonly now: number;
  /** How far off the first slot of an empty queue is. */
  readonly lead: number;
  readonly horizon: number;
  readonly add?: Readonly<Record<string, number>>;
  /** Set when the queue was empty. */
  readonly idle?: Readonly<Record<string, number>>;
}

export function senderStore(table: Table) {
  /**
   * Hands out time (GCRA). Each of the two cases, an empty queue and one that is not, is one conditional write that needs
   * no read before it, so campaigns and functions interleave without a lock.
   */
  async function reserveSlots(
    sender: PacedSender,
    { queue, length, now, lead, horizon, add, idle }: SlotRequest,
  ): Promise<Reservation> {
    const soonest = now + lead;
    const key = keys.sender(sender.tenant_id, sender.id);
    for (;;) {
      const queued = await table.update(
        key,
        { add: { ...add, [queue]: length } },
        { exists: true, greaterOrEqual: { [queue]: soonest }, lessOrEqual: { [queue]: now + horizon } },
      );
      if (queued.done) return { starts_at: Number(queued.item[queue]) - length };
      if (!queued.found) throw new Error('A sender vanished while a campaign was using it.');
      const next = Number(queued.found[queue] ?? 0);
      if (next > now + horizon) return { ask_again_at: next - horizon };
      const empty = await table.update(
        key,
        { set: { ...idle, [queue]: soonest + length }, ...(add && { add }) },
        { exists: true, notExistsOrLessThan: { [queue]: soonest } },
      );
      if (empty.done) return { starts_at: soonest };
    }
  }

  return {
    /** @throws HeraldError 409 when the tenant has a sender of this number: two would each keep the whole number's pace */
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

    async page(tenant: string, range: Range): Promise<StorePage<Sender>> {
      const pk = keys.sender(tenant, '').pk;
      const page = await table.query({ pk, prefix: keys.prefix, newestFirst: true, ...range });
      return { items: page.items.map((item) => sender.parse(item)), last: page.last };
    },

    async change(
      tenant: string,
      id: string,
      change: Changed<Pick<Sender, 'name' | 'rate' | 'daily_limit' | 'updated_at'>>,
    ): Promise<Sender | undefined> {
      const written = await table.update(keys.sender(tenant, id), setOrRemove(change), { exists: true });
      return written.done ? sender.parse(written.item) : undefined;
    },

    /** Hands out the time for n messages of a campaign: from a moment from now or the sender's next free slot, the later. */
    async reserve(sender: PacedSender, messages: number, now: number): Promise<Reservation> {
      const length = duration(messages, sender.rate);
      // A sender that stood idle has had room enough for whatever it answered meanwhile.
      return reserveSlots(sender, {
        queue: 'next_slot_at',
        length,
        now,
        lead: LEAD,
        horizon: HORIZON,
        idle: { reply_debt: 0 },
      });
    },

    /** Hands out the time for one answer, out of turn, within the share of the rate that is kept for answers. */
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

    /** Whether so many messages of a campaign are to stand back for answers that went before them; asked once for each. */
    async yieldToReplies({ tenant_id, id, reply_debt = 0 }: Sender, messages: number): Promise<boolean> {
      const enough = { reply_debt: messages / 2 };
      // A chunk whose recipients are all to be skipped takes no room, and would stand back for ever.
      if (messages === 0 || reply_debt < enough.reply_debt) return false;
      const key = keys.sender(tenant_id, id);
      return (await table.update(key, { add: { reply_debt: -messages } }, { greaterOrEqual: enough })).done;
    },

    /**
     * Nothing is sent before `until`, by any campaign or answer: new slots begin there, those handed out before it are
     * given back by whoever has them. A shorter brake does not end a longer one.
     */
    async brake(tenant: string, id: string, until: number): Promise<void> {
      const raised = ['braked_until', 'next_slot_at', 'next_reply_at'].map((name) => ({ [name]: until }));
      await Promise.all(
        raised.map((set) => table.update(keys.sender(tenant, id), { set }, { exists: true, notExistsOrLessThan: set })),
      );
    },
  };
}
