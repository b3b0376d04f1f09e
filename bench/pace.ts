import { apiClient } from '../local/demo/api-client.ts';
import { begin, ended, EVERYONE_GETS_IT, importWarm, rateOf, reachable, timesOf } from './campaign.ts';
import { percentileOf } from './percentile.ts';
import { processorMeter } from './processes.ts';
import { withHerald } from './with-herald.ts';

/** Enough customers for each run to take some 25 s. */
const RUNS = [
  { rate: 10, customers: 250 },
  { rate: 80, customers: 2_000 },
  { rate: 400, customers: 8_000 },
];
const WARM_UP = 20;

interface Run {
  readonly rate: number;
  readonly customers: number;
}

/** How much of its sender's rate a campaign uses, and how evenly, while the provider refuses anything beyond the rate. */
export async function benchPace(runs: readonly Run[] = RUNS): Promise<void> {
  const rows = [];
  for (const run of runs) rows.push(await paceOf(run));
  console.table(rows);
  console.log(
    'achieved: from the first message to the last at a stand-in that answers 429 beyond one second of burst (goal ≥ 99 % and no 429 at 10 and 80/s)',
  );
  console.log(
    'evenness: the 95th percentile of the messages in a second ÷ the rate; late: chunks that missed their slot and got another',
  );
  console.log(
    'cores busy: of the two or so there are, by the functions, the embedded stack and the stand-in together; when all are, they bound the pace',
  );
}

async function paceOf({ rate, customers }: Run) {
  let late = 0;
  const log = (line: string) => {
    if (line.includes('"chunk.postponed"')) late += 1;
  };
  const row = { permitted: rate, customers };
  let measured: object = {};
  await withHerald(
    { senderRate: rate, standIn: { behaviour: EVERYONE_GETS_IT }, log },
    async ({ url, tenant, standIn }) => {
      const call = apiClient(url, tenant.api_key);
      await importWarm(call, reachable(customers), WARM_UP);
      late = 0;
      const { id, executed } = await begin(call);
      const meter = processorMeter();
      await ended(call, id);
      meter.stop();
      const { messages, totals } = standIn!.truth();
      const times = timesOf(messages).filter((at) => at >= executed);
      const achieved = rateOf(times);
      const cores = (meter.cpuSecondsUntil(times.at(-1) ?? 0) / ((times.at(-1) ?? 0) - executed)) * 1000;
      measured = {
        achieved: Number(achieved.toFixed(2)),
        share: `${((100 * achieved) / rate).toFixed(1)} %`,
        throttled: totals.throttled,
        evenness: Number((percentileOf(perSecond(times), 0.95) / rate).toFixed(2)),
        late,
        cores_busy: Number(cores.toFixed(2)),
        duplicates: totals.duplicates,
        lost: customers - times.length,
      };
    },
  );
  return { ...row, ...measured };
}

/** How many messages arrived in each second since the first. */
function perSecond(times: readonly number[]): number[] {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const counts = Array.from({ length: Math.floor((last - first) / 1000) }, () => 0);
  for (const at of times) {
    const second = Math.floor((at - first) / 1000);
    if (second < counts.length) counts[second]! += 1;
  }
  return counts;
}
