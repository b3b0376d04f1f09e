import { LOST } from '../platform/backoff.ts';
import type { Item, Table } from '../platform/table-client.ts';
import type { FrequencyCap } from '../tenancy/frequency-cap.ts';
import { keys } from './customer.keys.ts';
import { cappedUntil, WEEK, type Attempts } from './frequency.ts';

/** One attempt to send a campaign's message to a customer; `holder` identifies it. */
export interface Attempt {
  readonly tenant_id: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  readonly holder: string;
}

/** Whether the cap permits the attempt, or when (milliseconds since the epoch) it permits another. */
export type CapClaim = { readonly got: true } | { readonly got: false; readonly until: number };

export type Frequencies = ReturnType<typeof frequencyStore>;

/**
 * What each customer of a tenant with a frequency cap was sent lately, in all campaigns: one row per customer with the
 * attempts of the last week. The attempts for one message count as one, as long as any of them may have sent it: an
 * attempt takes a place before it sends and gives it back if it provably sent nothing. Writes are conditional on the
 * row's version, so that two campaigns never both take the last place.
 */
export function frequencyStore(table: Table) {
  interface Row {
    readonly version: number;
    /** Attempts by `campaign holder`: when each was made. */
    readonly attempts: Attempts;
  }

  const attemptsOf = ({ sk, attempts = {} }: Item) =>
    [String(sk).slice(keys.caps.length), attempts as Attempts] as const;

  async function read(tenant: string, customer: string): Promise<Row> {
    const item = (await table.get(keys.frequency(tenant, customer))) as Row | undefined;
    return { version: item?.version ?? 0, attempts: item?.attempts ?? {} };
  }

  /** @returns false when another write came first */
  async function replace({ tenant_id, customer_id }: Attempt, { version }: Row, attempts: Attempts): Promise<boolean> {
    const newest = Math.max(...Object.values(attempts), 0);
    const written = await table.put(
      {
        ...keys.frequency(tenant_id, customer_id),
        version: version + 1,
        attempts,
        expires_at: Math.ceil((newest + WEEK) / 1000),
      },
      version === 0 ? { exists: false } : { equals: { version } },
    );
    return written.done;
  }

  return {
    /** Takes a place for the attempt, unless the customer's other messages have used up the cap. */
    async take(attempt: Attempt, cap: FrequencyCap, now: number): Promise<CapClaim> {
      return table.untilWon<CapClaim>(async () => {
        const row = await read(attempt.tenant_id, attempt.customer_id);
        const recent = Object.entries(row.attempts).filter(([, at]) => at > now - WEEK);
        const until = cappedUntil(row.attempts, attempt.campaign_id, cap, now);
        if (until > now) return { got: false, until };
        const attempts = { ...Object.fromEntries(recent), [nameOf(attempt)]: now };
        return (await replace(attempt, row, attempts)) ? { got: true } : LOST;
      });
    },

    /** What each customer of a lane was sent lately, by their id. For counting ahead of a campaign. */
    async ofLane(tenant: string, lane: number): Promise<ReadonlyMap<string, Attempts>> {
      const found = new Map<string, Attempts>();
      for await (const item of table.all({ pk: keys.lane(tenant, lane), prefix: keys.caps }))
        found.set(...attemptsOf(item));
      return found;
    },

    /** The same of up to a few hundred customers, wherever they are. */
    async ofCustomers(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, Attempts>> {
      const items = await table.getAll(ids.map((id) => keys.frequency(tenant, id)));
      return new Map(items.map(attemptsOf));
    },

    /** Gives back the place of an attempt that provably sent nothing. Other attempts for the same message keep theirs. */
    async giveBack(attempt: Attempt): Promise<void> {
      await table.untilWon(async () => {
        const row = await read(attempt.tenant_id, attempt.customer_id);
        const { [nameOf(attempt)]: mine, ...attempts } = row.attempts;
        return mine === undefined || (await replace(attempt, row, attempts)) || LOST;
      });
    },
  };
}

function nameOf({ campaign_id, holder }: Attempt): string {
  return `${campaign_id} ${holder}`;
}
