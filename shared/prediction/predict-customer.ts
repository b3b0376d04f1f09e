import { newestBegun } from '../analytics/insight-campaigns.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { METRICS } from '../campaign/experiment.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import type { Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { cellOf } from './cell.ts';
import { courseOf, KINDS } from './course.ts';
import { baseRateOf, foretell, type TapModel } from './model.ts';
import { pastOf, stepOf, type Past, type Step } from './past.ts';
import { profileOf } from './pick-cell.ts';
import { pickKind } from './pick-model.ts';
import { MAX_CAMPAIGNS } from './plan-training.ts';
import type { CustomerPrediction } from './prediction.wire.ts';
import type { Predictions } from './prediction.store.ts';
import { slotOf } from './slot.ts';
import { BLOCK_HOURS } from '../campaign/send-time.ts';
import { ownTimeOf } from './own-time.ts';
import { timeProfileOf } from './time-cell.ts';
import { rankBlocks, type TimeModel } from './time-model.ts';
import { evidenceInWords } from './time-words.ts';

export interface PredictPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'get'>;
  readonly messages: Pick<Messages, 'ofCustomer'>;
  readonly predictions: Pick<Predictions, 'get'>;
}

/**
 * How likely somebody taps what is sent to them now, by the kind of its first button. It is told by the rows that are there, as in
 * training: nothing is kept of a person for it.
 * @throws HeraldError 404
 */
export async function predictCustomer(tenant: string, id: string, ports: PredictPorts): Promise<CustomerPrediction> {
  const { campaigns, clock, customers, messages, predictions } = ports;
  const customer = await customers.get(tenant, id);
  if (!customer) throw notFound('customer');
  const learnt = await predictions.get(tenant);
  const model = learnt?.taps;
  const picking = METRICS.flatMap((metric) => {
    const pick = learnt?.picks?.models[metric];
    return pick?.status === 'in_use' ? [{ metric, pick }] : [];
  });
  const status = model?.status ?? 'not_enough_evidence';
  const times = learnt?.times?.status === 'in_use' ? learnt.times : undefined;
  if (status !== 'in_use' && picking.length === 0 && !times)
    return { customer_id: id, status, taps: null, picks: [], best_hour: null };
  const newest = await newestBegun((range) => campaigns.page(tenant, undefined, range), { campaigns: MAX_CAMPAIGNS });
  const courses = new Map(newest.campaigns.map((campaign) => [campaign.id, courseOf(campaign)]));
  const sent = await messages.ofCustomer(tenant, [...courses.keys()], id);
  const steps = sent.flatMap((message) => {
    const course = courses.get(message.campaign_id);
    return course ? [stepOf(course, message, customer.timezone)] : [];
  });
  const now = clock.now();
  const past = pastOf(steps, now);
  const slot = slotOf(customer.timezone, now);
  const picks = picking.flatMap(({ metric, pick }) => {
    const type = pickKind(pick, profileOf(past, slot), pick.kinds);
    return type ? [{ metric, type }] : [];
  });
  const taps = model?.status === 'in_use' ? tapsOf(model, past, slot) : null;
  const best_hour = times ? bestHourOf(times, steps, customer.timezone, now) : null;
  return { customer_id: id, status, taps, picks, best_hour };
}

function tapsOf(model: TapModel, past: Past, slot: number): NonNullable<CustomerPrediction['taps']> {
  return KINDS.map((type, n) => {
    const probability = foretell(model, cellOf(past, { kind: type, slot }, model.basis));
    const base_rate = model.rates[n] ?? baseRateOf(model);
    return { type, probability: Number(probability.toPrecision(3)), base_rate: Number(base_rate.toPrecision(3)) };
  });
}

/** The best of all blocks of the day: a campaign chooses among those that are within its sending hours. */
function bestHourOf(
  model: TimeModel,
  steps: readonly Step[],
  timeZone: string,
  now: number,
): CustomerPrediction['best_hour'] {
  const own = ownTimeOf(steps, timeZone, now);
  const [block = 0] = rankBlocks(model, timeProfileOf(own));
  const [from, to] = [block * BLOCK_HOURS, (block + 1) * BLOCK_HOURS];
  return { from, to, taps: own?.taps ?? 0, evidence: evidenceInWords(block, own) };
}
