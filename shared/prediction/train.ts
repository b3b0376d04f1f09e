import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { JobKind, StepResult } from '../job/job-kind.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp } from '../platform/clock.ts';
import { LANES, laneName } from '../platform/lanes.ts';
import { METRICS } from '../campaign/experiment.ts';
import { afterPicks } from './after-picks.ts';
import { afterTimes } from './after-times.ts';
import { afterCampaign } from './conclude.ts';
import { countPerson, noCounts, tallyOf, type Counts, type Traced } from './count-people.ts';
import { asStored, courseOf } from './course.ts';
import { trainModel } from './model.ts';
import { planTraining, type PlanPorts } from './plan-training.ts';
import type { Learnt, Predictions } from './prediction.store.ts';
import { addTally, totalOf, type Tally } from './tally.ts';
import type { OpenHours } from './time-test.ts';
import { trainingPosition, type Plan, type TrainingPosition } from './training.ts';

/** People of one query, and of one step: some seconds, with all of their messages. */
const PAGE = 500;
const PAGES = 8;
/** Another lane is read while so many messages are not exceeded: enough for every figure that is shown. */
const MAX_ROWS = 600_000;

export interface TrainPorts extends PlanPorts {
  readonly campaigns: Pick<Campaigns, 'page' | 'get'>;
  readonly customers: Pick<Customers, 'zonesPage'>;
  readonly messages: Pick<Messages, 'tracedBetween'>;
  readonly predictions: Pick<Predictions, 'get' | 'replace' | 'addTallies' | 'tallies' | 'forgetTallies'>;
}

/**
 * Learns who taps from the rows that are there. People are counted lane by lane, a part in each step, and only counts are
 * kept: a lane is a fair draw of all, so that where there are many the first ones do. Then the present model is judged by the newest
 * campaign that it has not seen; where it is not in use after that, it is replaced by one that is trained by all of them.
 */
export function trainPredictions(ports: TrainPorts): JobKind {
  return {
    async step({ tenant_id, position }, now): Promise<StepResult> {
      if (position === undefined) {
        const plan = await planTraining(tenant_id, now, ports);
        return { next: { plan, lane: 0, rows: 0, people: 0 } satisfies TrainingPosition };
      }
      const at = trainingPosition.parse(position);
      if (isRead(at)) return conclude(tenant_id, at, now, ports);
      const { counts, ...read } = await countPages(tenant_id, at, ports);
      const step = `${laneName(at.lane)}#${at.after ?? ''}`;
      await keepCounts(tenant_id, at.plan.training, step, counts, now, ports);
      const rows = at.rows + read.rows;
      const people = at.people + read.people;
      const next = { ...at, rows, people, after: read.last, lane: read.last ? at.lane : at.lane + 1 };
      return { next: next satisfies TrainingPosition, done: { people: read.people, messages: read.rows } };
    },
  };
}

/** How the counts of a campaign's hours are named beside those of its test. */
const TIMES = 'times#';

/** What a campaign tells is a row of its own: together they might not fit into one. */
async function keepCounts(
  tenant: string,
  training: string,
  step: string,
  { picks, times, ...people }: Counts,
  now: number,
  { predictions }: TrainPorts,
): Promise<void> {
  await predictions.addTallies(tenant, training, step, new Map(Object.entries(people)), now);
  for (const [id, tally] of picks)
    await predictions.addTallies(tenant, training, `${step}#${id}`, new Map([[id, tally]]), now);
  for (const [id, tally] of times)
    await predictions.addTallies(tenant, training, `${step}#${TIMES}${id}`, new Map([[`${TIMES}${id}`, tally]]), now);
}

/** Whether enough lanes have been read: all, or as many as there is room for. */
function isRead({ lane, after, rows, plan: { campaigns } }: TrainingPosition): boolean {
  if (after !== undefined) return false;
  return lane === LANES || campaigns.length === 0 || (lane > 0 && (rows / lane) * (lane + 1) > MAX_ROWS);
}

async function countPages(
  tenant: string,
  { plan, lane, after }: TrainingPosition,
  { campaigns, customers, messages }: TrainPorts,
): Promise<{ counts: Counts; rows: number; people: number; last: string | undefined }> {
  const found = await Promise.all(plan.campaigns.map((id) => campaigns.get(tenant, id)));
  const courses = found.flatMap((campaign) => (campaign ? [courseOf(campaign)] : []));
  const counts = noCounts();
  const open: OpenHours = new Map();
  let [rows, people, last] = [0, 0, after];
  for (let page = 0; page < PAGES; page += 1) {
    const { items, last: next } = await customers.zonesPage(tenant, lane, { limit: PAGE, afterId: last });
    last = next;
    const [from, to] = [items[0]?.id, items.at(-1)?.id];
    if (from === undefined || to === undefined) break;
    const traced = await Promise.all(
      courses.map(async (course): Promise<Traced> => {
        const all = await messages.tracedBetween(tenant, course.id, lane, [from, to]);
        rows += all.length;
        return { course, messages: new Map(all.map((message) => [message.customer_id, message])) };
      }),
    );
    for (const person of items) if (!person.same_as) countPerson(counts, person, traced, plan, open);
    people += items.length;
    if (last === undefined) break;
  }
  return { counts, rows, people, last };
}

async function conclude(
  tenant: string,
  { plan, lane, people }: TrainingPosition,
  now: number,
  { campaigns, predictions }: TrainPorts,
): Promise<StepResult> {
  const known = await predictions.get(tenant);
  // A step that is repeated has concluded before.
  if (known?.training !== plan.training) {
    const counts = await sumOf(tenant, plan.training, predictions);
    const { trials, successes } = totalOf(counts.train);
    const at = timestamp(now);
    const trained = { training: plan.training, trained_at: at, campaigns: plan.closed, people, lanes: lane };
    const judged =
      known?.taps && plan.unseen
        ? afterCampaign(known.taps, { campaign_id: plan.unseen.campaign_id, tally: counts.judge }, now)
        : known?.taps;
    const isKept = judged?.status === 'in_use' || !isNews(plan.closed, judged);
    const taps = isKept ? judged : (trainModel(counts.train, { ...trained, basis: plan.basis }) ?? judged);
    const judgement = judged?.judgements.at(-1) ?? known?.judged;
    const times = timesAfter(known, plan, counts, now);
    const found: Learnt = {
      ...{ training: plan.training, at, messages: trials, did: successes },
      ...(taps && { taps }),
      ...(judgement && { judged: judgement }),
      ...(times && { times }),
      picks: { courses: await coursesOf(tenant, plan, campaigns), models: picksAfter(known, plan, counts, now) },
    };
    // Whoever came in between has seen as much.
    await predictions.replace(tenant, known?.training, found);
  }
  await predictions.forgetTallies(tenant, plan.training);
  return { next: undefined };
}

/** Whether there is a closed campaign that a model has not been trained by. */
function isNews(closed: readonly string[], model: Learnt['taps']): boolean {
  return closed.some((id) => !model?.campaigns.includes(id));
}

const NOTHING: Tally = new Map();

async function sumOf(tenant: string, training: string, predictions: Pick<Predictions, 'tallies'>): Promise<Counts> {
  const all = noCounts();
  for await (const tallies of predictions.tallies(tenant, training))
    for (const [name, tally] of tallies) addTally(tallyNamed(all, name), tally);
  return all;
}

function tallyNamed({ train, judge, picks, times }: Counts, name: string): Tally {
  if (name === 'train') return train;
  if (name === 'judge') return judge;
  return name.startsWith(TIMES) ? tallyOf(times, name.slice(TIMES.length)) : tallyOf(picks, name);
}

/** The campaigns that tell what people did before the next one, as they are now. */
async function coursesOf(tenant: string, { campaigns: ids }: Plan, campaigns: TrainPorts['campaigns']) {
  const found = await Promise.all(ids.map((id) => campaigns.get(tenant, id)));
  return found.flatMap((campaign) => (campaign ? [asStored(courseOf(campaign))] : []));
}

/** Each metric has a model of its own: who answers a button does not thereby buy. */
function picksAfter(
  known: Learnt | undefined,
  { picks, training }: Plan,
  counts: Counts,
  now: number,
): NonNullable<Learnt['picks']>['models'] {
  const models = METRICS.map((metric) => {
    const seen = picks
      .filter((test) => test.metric === metric)
      .map(({ campaign_id: id, arms }) => {
        const propensities = Object.fromEntries(Object.values(arms).map(({ kind, propensity }) => [kind, propensity]));
        return { id, propensities, tally: counts.picks.get(id) ?? NOTHING };
      });
    return [metric, afterPicks(known?.picks?.models[metric], seen, training, now)] as const;
  });
  return Object.fromEntries(models.filter(([, model]) => model !== undefined));
}

function timesAfter(known: Learnt | undefined, { times, training }: Plan, counts: Counts, now: number) {
  const seen = times.map(({ campaign_id: id, model }) => ({ id, model, tally: counts.times.get(id) ?? NOTHING }));
  return afterTimes(known?.times, seen, training, now);
}
