/** `npm run demo [-- --customers N --seed S --pauses P --json]`: one run of the main job, compared with the provider's truth. */
import { tmpdir } from 'node:os';

import * as z from 'zod';

import { readCommandLine } from '../../admin/command-line.ts';
import { senderRate, wholeNumber } from '../../admin/settings.ts';
import { ignoreClosedPipes } from '../closed-pipe.ts';
import { endOnSignal } from '../end-on-signal.ts';
import { failWith } from '../failure-message.ts';
import { ORDINARY_HABITS } from '../twilio/habits.ts';
import { buttonTable } from './button-table.ts';
import { heatMap } from './heat-map.ts';
import { hourChart } from './hour-chart.ts';
import { MAX_PEOPLE } from './people.ts';
import { runDemo } from './run.ts';
import { progressBar, reportTable } from './table.ts';

ignoreClosedPipes(process.stdout, process.stderr);

endOnSignal(() => 1);

const { values } = readCommandLine({
  usage: 'npm run demo -- [--customers 200] [--seed 2] [--pauses 3] [--json]',
  options: {
    customers: wholeNumber(1, MAX_PEOPLE).default(1000),
    seed: z.coerce.number().int().describe('a whole number').default(1),
    pauses: wholeNumber(0, 100).default(0),
    json: z.boolean().default(false),
  },
  variables: { SENDER_RATE: senderRate },
});
const { customers, seed, pauses, SENDER_RATE: rate } = values;
const fail = failWith({ port: 0, dataDirectory: tmpdir() });
const live = process.stderr.isTTY;
const result = await runDemo({
  customers,
  seed,
  rate,
  pauses,
  habits: ORDINARY_HABITS,
  onFailure: fail,
  onProgress: ({ settled, of, status }) =>
    process.stderr.write(`${live ? '\r' : ''}${progressBar(settled, of)}  ${status}   ${live ? '' : '\n'}`),
}).catch(fail);
const { report, verdict } = result;
const { totals, rates, button_analytics: buttons } = report;
const style = process.stdout.isTTY ? 'blocks' : 'ascii';

console.error(live ? '\n' : '');
console.log(`Campaign ${report.campaign_id}: ${report.status}\n\n${reportTable(totals, rates)}\n`);
for (const { error_code, class: kind, meaning, count } of report.failures)
  console.log(`  ${count} failed with ${error_code} (${kind}): ${meaning}`);
for (const [reason, count] of Object.entries(report.skipped)) console.log(`  ${count} skipped: ${reason}`);
if (buttons) {
  console.log(`\n${buttonTable(buttons)}`);
  console.log(`\n  Clicks by hour (UTC), the dark ones led to a conversion\n${hourChart(buttons.by_hour, style)}`);
  console.log(`\n  Clicks by weekday and hour, where the customer is\n${heatMap(buttons.by_weekday_hour, style)}`);
}
console.log(
  `\n  first message after ${result.firstMessageMilliseconds} ms, ${result.ratePerSecond.toFixed(1)} messages/s of ${rate} permitted, ${result.throttled} refused for pace`,
);
if (pauses > 0) {
  const slowest = Math.max(...result.stoppedAfterMilliseconds);
  const times = result.stoppedAfterMilliseconds.length;
  console.log(`  paused and resumed ${times} times, sending stopped within ${slowest} ms of the answer`);
}
if (result.shapes.checked > 0) {
  const { checked, violations, examples } = result.shapes;
  console.log(`  ${violations} of ${checked} requests differ from Twilio's OpenAPI documents`);
  for (const example of examples) console.log(`  ${example}`);
}
console.log(`  duplicates ${verdict.duplicates}, lost ${verdict.lost}`);
for (const disagreement of verdict.disagreements.slice(0, 20)) console.log(`  DISAGREEMENT: ${disagreement}`);
if (verdict.disagreements.length === 0) console.log('  Ledger, report and the provider’s truth agree.');

if (values.json) {
  const { recipients, accepted, sent, delivered, read, failed, skipped, unknown } = totals;
  const counts = {
    recipients,
    accepted,
    sent,
    delivered,
    read,
    failed,
    skipped,
    unknown,
    duplicates: verdict.duplicates,
    lost: verdict.lost,
    clicks: buttons?.total_clicks ?? 0,
    unique_customers: buttons?.unique_customers ?? 0,
    conversions: buttons?.conversions ?? 0,
    opted_out: totals.opted_out,
    replies: totals.replied,
  };
  console.log(
    JSON.stringify({
      ...counts,
      seconds: Number(result.seconds.toFixed(2)),
      rate_per_second: Number(result.ratePerSecond.toFixed(2)),
      ...(pauses > 0 && { stopped_after_ms: result.stoppedAfterMilliseconds }),
    }),
  );
}
process.exitCode = verdict.disagreements.length === 0 && verdict.duplicates === 0 && verdict.lost === 0 ? 0 : 1;
