import { PRICES, UNITS, type Unit } from '../../bench/prices.ts';
import { FUNCTIONS } from '../../lib/functions.ts';
import type { Simulated } from './simulate.ts';

/** The functions of test/fault by the ids they are deployed under, where their memory is not the usual. */
const DEPLOYED: Readonly<Record<string, string>> = { fold: 'rollup.fold' };
const MEMORY = 512;
/** Which of them the HTTP API calls. */
const HTTP = ['status', 'inbound', 'link'];
/** About what an invocation logs: Lambda's four lines, and one of its own. `npm run bench -- cost` measures it. */
const LOG_BYTES = 1_000;
/** X-Ray traces one request in twenty. */
const TRACED = 0.05;

/** What the world would have cost on AWS: how much of each, and US dollars. */
export function billOf({ meters: { functions, calls, runs }, usage }: Simulated) {
  const uses = [...functions.uses];
  const sum = (count: (id: string, use: (typeof uses)[number][1]) => number) =>
    uses.reduce((total, [id, use]) => total + count(id, use), 0);
  const memoryOf = (id: string) => FUNCTIONS.find((one) => one.id === DEPLOYED[id])?.memory ?? MEMORY;
  const invocations = sum((_, use) => use.invocations);
  const amounts: Record<Unit, number> = {
    ...usage,
    stream_reads: 0,
    invocations,
    gigabyte_seconds: sum((id, use) => (use.milliseconds / 1000) * (memoryOf(id) / 1024)),
    http_requests: sum((id, use) => (HTTP.includes(id) ? use.invocations : 0)),
    transitions: runs.transitions,
    events: calls.events,
    log_gigabytes: (invocations * LOG_BYTES) / 1e9,
    traces: invocations * TRACED,
  };
  const rows = UNITS.filter((unit) => amounts[unit] > 0).map((unit) => ({
    what: PRICES[unit].what,
    amount: amounts[unit],
    usd: amounts[unit] * PRICES[unit].usd,
  }));
  return { rows, usd: rows.reduce((total, { usd }) => total + usd, 0) };
}
