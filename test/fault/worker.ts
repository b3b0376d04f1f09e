/** A process that simulates one world after another for main.ts, on its own database. */
import { openDatabase } from './database.ts';
import type { Mutation } from './faulty-table.ts';
import { simulate, type Outcome } from './simulate.ts';

export interface Order {
  readonly seed: number;
  readonly mutation?: Mutation | undefined;
  /** Run it twice and compare the two. */
  readonly twice: boolean;
}

export interface Report {
  readonly outcome: Outcome;
  /** Whether the second run equalled the first; undefined when there was none. */
  readonly alike: boolean | undefined;
}

/** How many lines of a trace are sent to the other process. */
const TRACE = 40;

const database = await openDatabase();
process.on('message', ({ seed, mutation, twice }: Order) => {
  void (async () => {
    const outcome = await simulate(seed, database, { mutation });
    const alike = twice ? (await simulate(seed, database, { mutation })).hash === outcome.hash : undefined;
    process.send?.({ outcome: { ...outcome, trace: outcome.trace.slice(-TRACE) }, alike } satisfies Report);
  })();
});
process.on('disconnect', () => void database.close().then(() => process.exit()));
process.send?.('ready');
