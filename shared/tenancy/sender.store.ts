import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { duration, HORIZON, LEAD, sender, type Reservation, type Sender } from './sender.ts';

const keys = {
  sender: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}`, sk: `SENDER#${id}` }),
  prefix: 'SENDER#',
};

export type Senders = ReturnType<typeof senderStore>;

export function senderStore(table: Table) {
  return {
    async add(one: Sender): Promise<void> {
      await table.put({ ...keys.sender(one.tenant_id, one.id), ...one, next_slot_at: 0 }, { exists: false });
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
      change: Partial<Pick<Sender, 'name' | 'rate' | 'updated_at'>>,
    ): Promise<Sender | undefined> {
      const written = await table.update(keys.sender(tenant, id), { set: change }, { exists: true });
      return written.done ? sender.parse(written.item) : undefined;
    },

    /**
     * Hands out the time for n messages (GCRA): from a moment from now or the sender's next free slot, the later. Each of the two
     * cases is one conditional write that needs no read before it, so campaigns and functions interleave without a lock.
     */
    async reserve(
      { tenant_id, id, rate }: Pick<Sender, 'tenant_id' | 'id' | 'rate'>,
      messages: number,
      now: number,
    ): Promise<Reservation> {
      const key = keys.sender(tenant_id, id);
      const takes = duration(messages, rate);
      const soonest = now + LEAD;
      for (;;) {
        const queued = await table.update(
          key,
          { add: { next_slot_at: takes } },
          { exists: true, atLeast: { next_slot_at: soonest }, atMost: { next_slot_at: now + HORIZON } },
        );
        if (queued.done) return { starts_at: slot(queued.item) - takes };
        if (!queued.found) throw new Error('A sender vanished while a campaign was using it.');
        if (slot(queued.found) > now + HORIZON) return { ask_again_at: slot(queued.found) - HORIZON };
        const idle = await table.update(
          key,
          { set: { next_slot_at: soonest + takes } },
          { exists: true, below: { next_slot_at: soonest } },
        );
        if (idle.done) return { starts_at: soonest };
      }
    },

    /** No slot before `until`: what the provider's "slow down" is answered with. */
    async brake(tenant: string, id: string, until: number): Promise<void> {
      await table.update(
        keys.sender(tenant, id),
        { set: { next_slot_at: until } },
        { exists: true, below: { next_slot_at: until } },
      );
    },
  };
}

function slot(item: Record<string, unknown>): number {
  return Number(item['next_slot_at']);
}
