import { apiClient } from '../local/demo/api-client.ts';
import { begin, ended, EVERYONE_GETS_IT, importWarm, rateOf, reachable, timesOf } from './campaign.ts';
import { processorMeter } from './processes.ts';
import { withHerald } from './with-herald.ts';

const CUSTOMERS = 6_000;
/** A sender's maximum rate: more than two cores can send. */
const UNPACED = 1_000;
const PROVIDER_RATE = 1_000_000;
const WARM_UP = 200;

/** The throughput of this machine without a rate limit: functions, embedded stack and stand-in share its cores. */
export async function benchThroughput(customers = CUSTOMERS): Promise<void> {
  await withHerald(
    { senderRate: UNPACED, standIn: { rate: PROVIDER_RATE, behaviour: EVERYONE_GETS_IT } },
    async ({ url, tenant, standIn }) => {
      const call = apiClient(url, tenant.api_key);
      await importWarm(call, reachable(customers), WARM_UP);
      const meter = processorMeter();
      const { id, executed } = await begin(call);
      await ended(call, id);
      await standIn!.settled();
      meter.stop();
      const all = meter.cpuSecondsUntil(Date.now());
      const { messages, totals } = standIn!.truth();
      const times = timesOf(messages).filter((at) => at >= executed);
      const cpuSeconds = meter.cpuSecondsUntil(times.at(-1) ?? 0);
      const seconds = ((times.at(-1) ?? 0) - executed) / 1000;
      console.log(
        `${times.length} messages without pacing: ${rateOf(times).toFixed(0)} messages/s, ${((1000 * cpuSeconds) / times.length).toFixed(2)} CPU seconds per 1,000 messages, ${(cpuSeconds / seconds).toFixed(2)} cores busy`,
      );
      console.log(
        `${((1000 * all) / times.length).toFixed(2)} CPU seconds per 1,000 messages until every status callback was answered`,
      );
      console.log(`duplicates ${totals.duplicates}, lost ${customers - times.length}`);
    },
  );
}
