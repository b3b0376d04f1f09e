import { laneOf } from '../platform/lanes.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { chosen, type Chosen } from './choice.ts';
import { lanePartition } from './lane-partition.ts';

const PREFIX = 'CHOICE#';
const WRITES_AT_ONCE = 25;

const keys = {
  choice: (tenant: string, campaign: string, customer: string) => ({
    pk: lanePartition(tenant, campaign, laneOf(customer)),
    sk: `${PREFIX}${customer}`,
  }),
};

function read(item: Item): readonly [string, Chosen] {
  return [String(item['sk']).slice(PREFIX.length), chosen.parse(item)];
}

export type Choices = ReturnType<typeof choiceStore>;

/** What was chosen of people when they were planned, by customer. Beside the messages, which are written when they are sent. */
export function choiceStore(table: Table) {
  return {
    async ofCustomers(
      tenant: string,
      campaign: string,
      customers: readonly string[],
    ): Promise<ReadonlyMap<string, Chosen>> {
      const items = await table.getAll(customers.map((customer) => keys.choice(tenant, campaign, customer)));
      return new Map(items.map(read));
    },

    /** The same of all customers of a lane from one id to another, in one query: rows and customers are sorted alike. */
    async between(
      tenant: string,
      campaign: string,
      lane: number,
      [first, last]: readonly [string, string],
    ): Promise<ReadonlyMap<string, Chosen>> {
      const between = [`${PREFIX}${first}`, `${PREFIX}${last}`] as const;
      const found = table.all({ pk: lanePartition(tenant, campaign, lane), between, consistent: true });
      return new Map((await Array.fromAsync(found)).map(read));
    },

    /** Keeps choices, each unless one was kept before. @returns those that are kept now */
    async keep(
      tenant: string,
      campaign: string,
      choices: ReadonlyMap<string, Chosen>,
    ): Promise<ReadonlyMap<string, Chosen>> {
      const kept = await sideBySide([...choices], WRITES_AT_ONCE, async ([customer, choice]) => {
        const item = { ...keys.choice(tenant, campaign, customer), ...choice };
        const written = await table.put(item, { exists: false });
        return [customer, written.done ? choice : chosen.parse(written.found)] as const;
      });
      return new Map(kept);
    },

    /** Removes what was chosen of a customer in up to 100 campaigns. */
    async forget(tenant: string, campaigns: readonly string[], customer: string): Promise<void> {
      const items = await table.getAll(campaigns.map((campaign) => keys.choice(tenant, campaign, customer)));
      await Promise.all(items.map(({ pk, sk }) => table.remove({ pk: String(pk), sk: String(sk) })));
    },
  };
}
