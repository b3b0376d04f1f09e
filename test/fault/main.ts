/**
 * The fault suite: many small worlds, each with the whole pipeline and its own faults, compared with what really happened.
 * See README.md in this folder.
 *
 *     npm run test:faults -- --seeds 500               worlds 1 to 500
 *     npm run test:faults -- --seed 42 --trace 0       one world again, with all its steps (or the last so many)
 *     npm run test:faults -- --mutate claim            until a world notices that a guard is gone
 */
import { fork, type ChildProcess } from 'node:child_process';
import { cpus, tmpdir } from 'node:os';

import * as z from 'zod';

import { readCommandLine } from '../../admin/command-line.ts';
import { wholeNumber } from '../../admin/settings.ts';
import { failWith } from '../../local/failure-message.ts';
import { openDatabase } from './database.ts';
import { CONFLICTS, FAULTS, THROTTLES, type Fault } from './faults.ts';
import { MUTATIONS, type Mutation } from './faulty-table.ts';
import { simulate, type Outcome } from './simulate.ts';
import type { Order, Report } from './worker.ts';

const WORKERS = 2;
/** One in this many worlds runs twice: equal seeds must give equal steps. */
const TWICE = 25;
const MAX_SEED = 2 ** 31 - 1;

const { values } = readCommandLine({
  usage: 'npm run test:faults -- [--seeds 500 [--from 1] | --seed 42 [--trace 0]] [--mutate guard]',
  options: {
    seeds: wholeNumber(1, MAX_SEED).default(100),
    from: wholeNumber(1, MAX_SEED).default(1),
    seed: wholeNumber(1, MAX_SEED).optional(),
    trace: wholeNumber(0, MAX_SEED).default(40),
    mutate: z
      .enum(MUTATIONS)
      .describe(`one of ${MUTATIONS.join(', ')}`)
      .optional(),
  },
});

const { seed, seeds, from, trace, mutate } = values;
const running = seed === undefined ? runMany(from, seeds, mutate) : runOne(seed, trace, mutate);
await running.catch(failWith({ port: 0, dataDirectory: tmpdir() }));

async function runOne(seed: number, steps: number, mutation: Mutation | undefined): Promise<void> {
  const database = await openDatabase();
  const outcome = await simulate(seed, database, { mutation });
  await database.close();
  for (const line of steps === 0 ? outcome.trace : outcome.trace.slice(-steps)) console.log(line);
  console.log(`\nseed ${seed}: ${outcome.steps} steps, trace ${outcome.hash}`);
  tell(outcome);
  process.exitCode = outcome.violations.length > 0 ? 1 : 0;
}

async function runMany(from: number, seeds: number, mutation: Mutation | undefined): Promise<void> {
  const started = Date.now();
  const outcomes: Outcome[] = [];
  const unlike: number[] = [];
  let next = from;
  const left = () => next < from + seeds && !(mutation && outcomes.some(failed));

  async function work(): Promise<void> {
    const child = fork(new URL('worker.ts', import.meta.url), { serialization: 'advanced' });
    await message(child);
    while (left()) {
      const seed = next++;
      child.send({ seed, mutation, twice: seed % TWICE === 0 && !mutation } satisfies Order);
      const { outcome, alike } = (await message(child)) as Report;
      outcomes.push(outcome);
      if (alike === false) unlike.push(seed);
      if (failed(outcome)) tellFailure(outcome, mutation);
      if (outcomes.length % 25 === 0) console.log(progress(outcomes, started));
    }
    child.disconnect();
  }
  await Promise.all(Array.from({ length: WORKERS }, work));

  summarise(outcomes, unlike, started);
  const failures = outcomes.filter(failed);
  if (mutation) console.log(failures.length > 0 ? `\n"${mutation}" was noticed.` : `\n"${mutation}" WENT UNNOTICED.`);
  const fine = mutation ? failures.length > 0 : failures.length === 0 && unlike.length === 0;
  process.exitCode = fine ? 0 : 1;
}

function failed({ violations }: Outcome): boolean {
  return violations.length > 0;
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A worker ended with ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

function total(outcomes: readonly Outcome[], count: (outcome: Outcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
}

function injected(outcomes: readonly Outcome[], fault: Fault): number {
  return total(outcomes, (outcome) => outcome.injected.get(fault) ?? 0);
}

function sumOf(outcomes: readonly Pick<Outcome, 'injected'>[], faults: readonly Fault[]): number {
  return outcomes.reduce(
    (sum, { injected }) => faults.reduce((all, fault) => all + (injected.get(fault) ?? 0), sum),
    0,
  );
}

function progress(outcomes: readonly Outcome[], started: number): string {
  const faults = FAULTS.reduce((sum, fault) => sum + injected(outcomes, fault), 0);
  const sends = total(outcomes, (outcome) => outcome.sends);
  const seconds = Math.round((Date.now() - started) / 1000);
  return `${outcomes.length} worlds, ${sends} sends, ${faults} faults, ${seconds} s`;
}

function tell({ violations, trace: _, ...outcome }: Outcome): void {
  const [throttles, conflicts] = [THROTTLES, CONFLICTS].map((faults) => sumOf([outcome], faults));
  console.log({ ...outcome, injected: Object.fromEntries(outcome.injected), throttles, conflicts });
  for (const what of violations) console.log(`✗ ${what}`);
}

function tellFailure({ seed, trace, violations }: Outcome, mutation: Mutation | undefined): void {
  console.log(`\nSEED ${seed} FAILED; its last steps (number, seconds, function: call):`);
  for (const line of trace) console.log(line);
  for (const what of violations) console.log(`✗ ${what}`);
  const again = `npm run test:faults -- --seed ${seed} --trace 0${mutation ? ` --mutate ${mutation}` : ''}`;
  console.log(`Again, with all its steps: ${again}\n`);
}

function summarise(outcomes: readonly Outcome[], unlike: readonly number[], started: number): void {
  const failures = outcomes.filter(failed).map(({ seed }) => seed);
  const rows: [string, string | number][] = [
    ['worlds', outcomes.length],
    ['failed', failures.length > 0 ? failures.toSorted((a, b) => a - b).join(', ') : 0],
    ['run twice with another trace', unlike.length > 0 ? unlike.join(', ') : 0],
    ['messages sent', total(outcomes, (outcome) => outcome.sends)],
    ['DUPLICATES', total(outcomes, (outcome) => outcome.duplicates)],
    ['LOST', total(outcomes, (outcome) => outcome.lost)],
    ['unknown outcomes', total(outcomes, (outcome) => outcome.unknown)],
    ['steps', total(outcomes, (outcome) => outcome.steps)],
    ['faults', FAULTS.reduce((sum, fault) => sum + injected(outcomes, fault), 0)],
    ...FAULTS.map((fault): [string, number] => [`  ${fault}`, injected(outcomes, fault)]),
    ['throttles', sumOf(outcomes, THROTTLES)],
    ['conflicts with transactions', sumOf(outcomes, CONFLICTS)],
    ['wall time, s', Math.round((Date.now() - started) / 1000)],
    ['machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`],
  ];
  console.log();
  for (const [name, value] of rows) console.log(`${name.padEnd(30)} ${value}`);
}
