/**
 * Sends generated requests to a Herald that it starts: valid ones, some with one spot poisoned, and wild ones.
 *
 *     npm run fuzz -- --requests 20000 --seed 7
 */
import { readCommandLine } from '../../admin/command-line.ts';
import { wholeNumber } from '../../admin/settings.ts';
import { startTestHerald } from '../support/herald.ts';
import { fuzz } from './fuzz.ts';

const { values } = readCommandLine({
  usage: 'npm run fuzz -- [--requests 5000] [--seed 1]',
  options: {
    requests: wholeNumber(1, 10_000_000).default(5_000),
    seed: wholeNumber(1, 2 ** 31 - 1).default(1),
  },
});

/** Of what functions log about their own errors; more tell nothing new. */
const MAX_LINES = 20;
const lines: string[] = [];

const herald = await startTestHerald({
  log(line) {
    if (line.includes('"event":"request.failed"') && lines.length < MAX_LINES) lines.push(line);
  },
});
const { requests, statuses, failures } = await fuzz(herald, { seed: values.seed, count: values.requests });

const counted = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
console.log(`${requests} requests, seed ${values.seed}: ${counted.join(', ')}`);
for (const failure of failures) console.log(`\n${failure}`);
for (const line of lines) console.log(`\n${line}`);
console.log(failures.length > 0 ? `\n${failures.length} answers are wrong.` : 'Every answer is as it should be.');
process.exitCode = failures.length > 0 ? 1 : 0;
await herald.close();
