import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

import type { Key } from '../../shared/platform/table.ts';
import type { Faults, Overload } from './faults.ts';
import type { Random } from './random.ts';

/** One item of a request, or a query. */
export interface Access {
  readonly pk: string;
  readonly sk?: string;
  /** Whether an index is read, or changes with the item. */
  readonly indexed?: boolean;
}

/** A while in which DynamoDB refuses most of the requests that it concerns. */
interface Episode {
  readonly until: number;
  readonly concerns: (access: Access) => boolean;
}

const KINDS: readonly Overload[] = ['table_throttled', 'index_throttled', 'partition_throttled'];

export type DynamoDbLoad = ReturnType<ReturnType<typeof dynamoDbLoad>>;

/**
 * The load on a world's DynamoDB: which requests it throttles, and which items a transaction holds.
 * @returns the load as a worker meets it; one that is spared is not throttled, but waits for transactions like all others
 */
export function dynamoDbLoad(faults: Faults, roll: Random, now: () => number) {
  const episodes = new Map<Overload, Episode>();
  const held = new Map<string, number>();
  const severity = roll.pick([0.3, 0.7, 0.95]);
  const nameOf = ({ pk, sk = '' }: Access) => `${pk} ${sk}`;

  function begin(kind: Overload, access: Access): void {
    const concerns: Record<string, Episode['concerns']> = {
      table_throttled: () => true,
      index_throttled: ({ indexed }) => indexed === true,
      partition_throttled: ({ pk }) => pk === access.pk,
    };
    const until = now() + roll.pick([roll.between(200, 3_000), roll.between(3_000, 30_000)]);
    episodes.set(kind, { until, concerns: concerns[kind]! });
  }

  /** The first access that is refused now, if any. */
  function refused(accesses: readonly Access[]): Access | undefined {
    for (const kind of KINDS) {
      const episode = episodes.get(kind);
      if (episode && episode.until > now()) {
        const found = accesses.find(episode.concerns);
        if (!found || faults.ended || !roll.chance(severity)) continue;
        faults.count(kind);
        return found;
      }
      const cause = kind === 'index_throttled' ? accesses.find(({ indexed }) => indexed) : accesses[0];
      if (!cause || !faults.happens(kind, 0.01)) continue;
      begin(kind, cause);
      return cause;
    }
    return undefined;
  }

  const isHeld = (access: Access) => (held.get(nameOf(access)) ?? 0) > now();

  function holdFor(accesses: readonly Access[]): number {
    const until = now() + roll.pick([roll.between(1, 100), roll.between(100, 1_500)]);
    for (const access of accesses) held.set(nameOf(access), until);
    return until;
  }

  return ({ spared }: { readonly spared: boolean }) => ({
    /** @throws ProvisionedThroughputExceededException */
    read(accesses: readonly Access[]): void {
      if (!spared && refused(accesses)) throw throttle();
    },

    /** @throws the same, or TransactionConflictException while a transaction holds the item */
    write(access: Access): void {
      if (!spared && refused([access])) throw throttle();
      if (!isHeld(access)) {
        // Functions that no world simulates write transactions, too.
        if (spared || !faults.happens('transaction_held', 0.02)) return;
        holdFor([access]);
      }
      faults.count('write_in_conflict');
      throw new TransactionConflictException({
        message: 'Transaction is ongoing for the item',
        $metadata: { attempts: 1 },
      });
    },

    /** @throws TransactionCanceledException, with a reason for each of its writes */
    transact(accesses: readonly Access[]): void {
      const throttled = spared ? undefined : refused(accesses);
      const inConflict = throttled ? [] : accesses.filter(isHeld);
      if (inConflict.length > 0) faults.count('transaction_in_conflict');
      else if (!throttled) return;
      const code = (access: Access) =>
        access === throttled ? 'ThrottlingError' : inConflict.includes(access) ? 'TransactionConflict' : 'None';
      throw new TransactionCanceledException({
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
        $metadata: { attempts: 1 },
        CancellationReasons: accesses.map((access) => ({ Code: code(access) })),
      });
    },

    /** Whether a transaction that has been written goes on to hold its items. @returns until when */
    hold(keys: readonly Key[]): number {
      return faults.happens('transaction_held', 0.5) ? holdFor(keys) : now();
    },
  });
}

function throttle(): Error {
  const message = 'The level of configured provisioned throughput for the table was exceeded.';
  return new ProvisionedThroughputExceededException({ message, $metadata: {} });
}
