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
import { pastOf, stepOf, type Past } from './past.ts';
import { profileOf } from './pick-cell.ts';
import { pickKind } from './pick-model.ts';
import { MAX_CAMPAIGNS } from './plan-training.ts';
import type { CustomerPrediction } from './prediction.wire.ts';
import type { Predictions } from './prediction.store.ts';
import { slotOf } from './slot.ts';

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
  if (status !== 'in_use' && picking.length === 0) return { customer_id: id, status, taps: null, picks: [] };
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
  return { customer_id: id, status, taps: model?.status === 'in_use' ? tapsOf(model, past, slot) : null, picks };
}

function tapsOf(model: TapModel, past: Past, slot: number): NonNullable<CustomerPrediction['taps']> {
  return KINDS.map((type, n) => {
    const probability = foretell(model, cellOf(past, { kind: type, slot }, model.basis));
    const base_rate = model.rates[n] ?? baseRateOf(model);
    return { type, probability: Number(probability.toPrecision(3)), base_rate: Number(base_rate.toPrecision(3)) };
  });
}
