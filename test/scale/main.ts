/**
 * `npm run simulate`: one large campaign and two smaller ones beside it, in virtual time, and how near they come to each limit.
 *
 *     npm run simulate                                      a million customers at 400 a second
 *     npm run simulate -- --customers 10000 --rate 80       a smaller campaign
 */
import { cpus, tmpdir } from 'node:os';

import { readCommandLine } from '../../admin/command-line.ts';
import { failWith } from '../../local/failure-message.ts';
import { printed } from './print.ts';
import { SIMULATION_OPTIONS } from './simulation-options.ts';
import { simulateScale } from './simulate.ts';

const { values } = readCommandLine({
  usage: `npm run simulate -- ${Object.entries(SIMULATION_OPTIONS)
    .map(([name, schema]) => `[--${name} ${schema.parse(undefined)}]`)
    .join(' ')}`,
  options: SIMULATION_OPTIONS,
});

console.log(`Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown kind'}`);
console.log(
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', '),
);
const simulated = await simulateScale(values, (text) => console.log(text)).catch(
  failWith({ port: 0, dataDirectory: tmpdir() }),
);
console.log(`\n${printed(simulated)}`);
process.exitCode = simulated.problems.length > 0 ? 1 : 0;
