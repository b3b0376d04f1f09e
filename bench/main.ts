/** `npm run bench [-- section …]`: what Herald costs and how fast it is, with a description of this machine. */
import { cpus, tmpdir, totalmem } from 'node:os';

import { readCommandLine } from '../admin/command-line.ts';
import { endOnSignal } from '../local/end-on-signal.ts';
import { failWith } from '../local/failure-message.ts';
import { benchAssignment } from './assignment.ts';
import { benchBrake } from './brake.ts';
import { benchBundles } from './bundles.ts';
import { benchConsole } from './console.ts';
import { benchCost } from './cost.ts';
import { benchExports } from './exports.ts';
import { benchExperiments } from './experiments.ts';
import { benchFairness } from './fairness.ts';
import { benchFirstMessage } from './first-message.ts';
import { benchFlood } from './flood.ts';
import { benchImports } from './imports.ts';
import { benchLostCallbacks } from './lost-callbacks.ts';
import { benchMemory } from './memory.ts';
import { benchPace } from './pace.ts';
import { benchParsing } from './parsing.ts';
import { benchPipeline } from './pipeline.ts';
import { benchPreflight } from './preflight.ts';
import { benchPredictions } from './predictions.ts';
import { benchReach } from './reach.ts';
import { benchReport } from './report.ts';
import { benchRollup } from './rollup.ts';
import { benchSegments } from './segments.ts';
import { benchStart } from './start.ts';
import { benchTaps } from './taps.ts';
import { benchThroughput } from './throughput.ts';

const SECTIONS = {
  pipeline: benchPipeline,
  'first-message': benchFirstMessage,
  pace: benchPace,
  brake: benchBrake,
  throughput: benchThroughput,
  fairness: benchFairness,
  flood: benchFlood,
  cost: benchCost,
  rollup: benchRollup,
  taps: benchTaps,
  'lost-callbacks': benchLostCallbacks,
  report: benchReport,
  reach: benchReach,
  segments: benchSegments,
  preflight: benchPreflight,
  assignment: benchAssignment,
  parsing: benchParsing,
  imports: benchImports,
  exports: benchExports,
  experiments: benchExperiments,
  predictions: benchPredictions,
  console: benchConsole,
  bundles: benchBundles,
  start: benchStart,
  memory: benchMemory,
};

endOnSignal(() => 1);
const words = Object.keys(SECTIONS);
const { words: wanted } = readCommandLine({ usage: 'npm run bench -- [section …]', words });

const gigabytes = Math.round(totalmem() / 2 ** 30);
console.log(
  `Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, ${gigabytes} GB, ${process.platform}-${process.arch}`,
);
for (const [name, run] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n## ${name}`);
  await run().catch(failWith({ port: 0, dataDirectory: tmpdir() }));
}
