import type { Tastes } from '../local/twilio/taste.ts';
import { LANES } from '../shared/platform/lanes.ts';
import { showPredictions } from '../shared/prediction/show-predictions.ts';
import { trainPredictions } from '../shared/prediction/train.ts';
import { beganAt, peopleOf } from './predictions/world.ts';

const DAY = 86_400_000;
/** A model is trained by these, and judged by one more. */
const CAMPAIGNS = 12;
const JUDGED_PEOPLE = 20_000;
/** Who buys is rarer than who taps. */
const PICKED_PEOPLE = 60_000;
const EXPERIMENTS = 3;
const TIMED = 6;
const TIMED_PEOPLE = 30_000;
const MANY = 1_000_000;
const MAX_STEPS = 10_000;

/** What can be foretold of the stand-in's people, with tastes of their own and without; and what a training of a million costs. */
export async function benchPredictions(): Promise<void> {
  for (const tastes of ['own', 'none'] as const) await judged(tastes);
  for (const tastes of ['own', 'none'] as const) await picked(tastes);
  for (const tastes of ['own', 'none'] as const) await timed(tastes);
  await cost();
}

/** Trains by twelve campaigns, and judges by the thirteenth. */
async function judged(tastes: Tastes): Promise<void> {
  const world = peopleOf({ people: JUDGED_PEOPLE, tastes });
  world.send(CAMPAIGNS);
  await train(world, beganAt(CAMPAIGNS - 1) + 2 * DAY);
  world.send(1);
  await train(world, beganAt(CAMPAIGNS) + 2 * DAY);
  const { taps } = showPredictions(world.learnt());
  console.log(
    `\n${tastes === 'own' ? 'With' : 'Without'} tastes of their own, ${JUDGED_PEOPLE} people: ${taps.status}`,
  );
  console.log(taps.verdict);
  if (!taps.judged) return;
  const { brier, base_brier, skill, gain, gain_interval, calibration, reliability } = taps.judged;
  console.log(JSON.stringify({ brier, base_brier, skill, gain, gain_interval, calibration }));
  console.table(reliability.map(({ interval, ...group }) => ({ ...group, interval: interval?.join(' to ') ?? '' })));
  for (const { meaning } of taps.model?.weights ?? []) console.log(`  ${meaning}`);
}

/** Twelve campaigns tell what people like; experiments prove what is picked for them, and later ones judge it by what is left to chance. */
async function picked(tastes: Tastes): Promise<void> {
  const world = peopleOf({ people: PICKED_PEOPLE, tastes });
  world.send(CAMPAIGNS - EXPERIMENTS);
  console.log(
    `\n${tastes === 'own' ? 'With' : 'Without'} tastes of their own, ${PICKED_PEOPLE} people: who gets which variant`,
  );
  for (let n = CAMPAIGNS - EXPERIMENTS; n < CAMPAIGNS; n += 1) {
    world.test(world.learnt()?.picks?.models.converted?.status === 'in_use');
    await train(world, beganAt(n) + 4 * DAY);
    const { by_metric } = showPredictions(world.learnt()).picks;
    for (const { status, verdict, proof } of by_metric) {
      console.log(`${n + 1}: ${status}. ${verdict}`);
      console.log(JSON.stringify({ uplift: proof?.uplift, uplift_interval: proof?.uplift_interval }));
    }
  }
}

/** Campaigns tell when people answer; later ones give hours by chance, prove the best ones, and judge them by their shares. */
export async function timed(tastes: Tastes, people = TIMED_PEOPLE): Promise<void> {
  const world = peopleOf({ people, tastes });
  world.send(CAMPAIGNS - TIMED);
  console.log(`\n${tastes === 'own' ? 'With' : 'Without'} times of their own, ${people} people: at which hour to whom`);
  for (let n = CAMPAIGNS - TIMED; n < CAMPAIGNS; n += 1) {
    world.time();
    await train(world, beganAt(n) + 4 * DAY);
    const { status, verdict, proof } = showPredictions(world.learnt()).times;
    console.log(`${n + 1}: ${status}. ${verdict}`);
    console.log(JSON.stringify({ start: proof?.against_start, random: proof?.against_random }));
  }
  for (const line of showPredictions(world.learnt()).times.learnt) console.log(`  ${line}`);
}

/** A training's steps, without what DynamoDB and its client take; units by the size of items. */
async function cost(): Promise<void> {
  const world = peopleOf({ people: MANY, tastes: 'own' });
  world.send(CAMPAIGNS);
  const base = process.memoryUsage().rss;
  const { steps, longest, milliseconds, rss } = await train(world, beganAt(CAMPAIGNS - 1) + 2 * DAY);
  const { units, making, writes } = world.spent;
  const model = world.learnt()?.taps;
  console.log(`\nA training at ${MANY} people`);
  console.table({
    'people read': model?.people,
    'of lanes': `${model?.lanes} of ${LANES}`,
    'messages counted': model?.messages,
    steps,
    'seconds, without the table': ((milliseconds - making) / 1_000).toFixed(1),
    'of the longest step': (longest / 1_000).toFixed(1),
    'read units': Math.round(units),
    'write units': Math.round(writes),
    'write units per person': (writes / MANY).toFixed(4),
    'memory, megabytes more': Math.round((rss - base) / 2 ** 20),
  });
}

async function train(world: ReturnType<typeof peopleOf>, now: number) {
  const kind = trainPredictions(world.ports);
  const measured = { steps: 0, longest: 0, milliseconds: 0, rss: 0 };
  let position: Awaited<ReturnType<typeof kind.step>>['next'];
  do {
    const [started, making] = [performance.now(), world.spent.making];
    ({ next: position } = await kind.step({ tenant_id: `ten_${'0'.repeat(26)}`, input: {}, position }, now));
    const took = performance.now() - started;
    measured.steps += 1;
    measured.milliseconds += took;
    measured.longest = Math.max(measured.longest, took - (world.spent.making - making));
    measured.rss = Math.max(measured.rss, process.memoryUsage().rss);
  } while (position !== undefined && measured.steps < MAX_STEPS);
  return measured;
}
