import { readCommandLine } from '../../admin/command-line.ts';
import { SIMULATION_OPTIONS } from './simulation-options.ts';
import { simulateScale } from './simulate.ts';
const { values } = readCommandLine({ usage: 'npm run simulate -- [--customers 1000000]', options: SIMULATION_OPTIONS });
const r = await simulateScale(values, (t) => console.log(t));
console.log(r.results, r.problems, r.lasted, r.took, r.usage);
