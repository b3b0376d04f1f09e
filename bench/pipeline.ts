import { runDemo, type DemoOptions } from '../local/demo/run.ts';
import type { CapacityRow } from '../local/aws/services/dynamodb/capacity.ts';

const CUSTOMERS = 2000;
const RATE = 80;

/** The ledger's writes: send-chunk writes the claim and the outcome, the webhook each later status. */
const LEDGER = ['SenderConsumer', 'Routeswebhookstatus'];

/** Far more than the campaign costs. */
const SPEND_CAP = '100000';
/** Everybody takes part, so that nobody waits for the decision. */
const EXPERIMENT: DemoOptions['fields'] = {
  weight: 1,
  contents: [{ key: 'short', weight: 1, message_content: 'The autumn collection is here. Shall we keep something?' }],
  experiment: { metric: 'tapped', window_hours: 24, test_share: 1 },
};

/** One campaign: what it writes, and how well it keeps its rate; then counted against a spend cap, and as an experiment. */
export async function benchPipeline(): Promise<void> {
  await benchCampaign();
  console.log('with a spend cap:');
  await benchCampaign({ spendCap: SPEND_CAP });
  console.log('with an experiment of two variants:');
  await benchCampaign({ fields: EXPERIMENT });
}

async function benchCampaign(more: Pick<DemoOptions, 'spendCap' | 'fields'> = {}): Promise<void> {
  const { capacity, ratePerSecond, report, throttled, verdict } = await runDemo({
    customers: CUSTOMERS,
    seed: 1,
    rate: RATE,
    ...more,
  });
  const { accepted, delivered, read, failed, skipped } = report.totals;
  console.log(
    `${CUSTOMERS} customers at ${RATE}/s: ${accepted} accepted, ${delivered} delivered, ${read} read, ${failed} failed, ${skipped} skipped`,
  );
  console.log(`duplicates ${verdict.duplicates}, lost ${verdict.lost}, disagreements ${verdict.disagreements.length}`);
  for (const disagreement of verdict.disagreements) console.log(disagreement);

  const total = units(capacity, () => true);
  const ledger = units(capacity, (caller) => LEDGER.some((name) => caller.includes(name)));
  console.log(
    `write units per customer: ${perCustomer(total)} in all, of which the ledger ${perCustomer(ledger)} and everything else ${perCustomer(total - ledger)}`,
  );
  console.log(
    `write units of a customer who was delivered to and read: 5 for the ledger + ${perCustomer(total - ledger)} = ${(5 + (total - ledger) / CUSTOMERS).toFixed(3)} (goal ≤ 5.1)`,
  );
  console.table(
    capacity
      .filter(({ write_units }) => write_units > 0)
      .map(({ caller, operation, calls, write_units }) => ({
        caller: caller.split(/[:/]/).at(-1),
        operation,
        calls,
        write_units,
        per_customer: perCustomer(write_units),
      })),
  );
  console.log(
    `pace: ${ratePerSecond.toFixed(2)} messages/s, ${((100 * ratePerSecond) / RATE).toFixed(1)} % of the ${RATE} permitted (goal ≥ 99 %), ${throttled} answered 429`,
  );
}

function units(capacity: readonly CapacityRow[], isCaller: (caller: string) => boolean): number {
  return capacity.filter(({ caller }) => isCaller(caller)).reduce((sum, { write_units }) => sum + write_units, 0);
}

function perCustomer(writeUnits: number): string {
  return (writeUnits / CUSTOMERS).toFixed(3);
}
