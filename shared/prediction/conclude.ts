import { timestamp } from '../platform/clock.ts';
import { isNoBetter, isProved, type Judged } from './judge.ts';
import { judgeModel, type Judgement, type TapModel } from './model.ts';
import type { Tally } from './tally.ts';

/** How many judgements a model keeps, the newest. */
const MAX_KEPT = 10;

/** A campaign that a model has not seen, and what became of its messages by the model's cells. */
export interface Unseen {
  readonly campaign_id: string;
  readonly tally: Tally;
}

/**
 * What a model is after one more campaign: used once it has proved to be better than the base rate, and no longer as soon as
 * a campaign shows no gain. A campaign judges a model once, and none in which too few did it, or did not.
 */
export function afterCampaign(model: TapModel, { campaign_id, tally }: Unseen, now: number): TapModel {
  const isKnown = model.judgements.some((one) => one.campaign_id === campaign_id);
  if (isKnown || model.campaigns.includes(campaign_id) || model.unjudged.includes(campaign_id)) return model;
  const judged = judgeModel(model, tally);
  if (!judged) return { ...model, unjudged: [...model.unjudged, campaign_id].slice(-MAX_KEPT) };
  const { groups, interval, ...figures } = judged;
  const outcome = outcomeOf(model.status, judged);
  const judgement = {
    ...figures,
    outcome,
    ...{ campaign_id, at: timestamp(now), groups: [...groups], interval: bounds(interval) },
    calibration: judged.calibration && { ...judged.calibration, interval: bounds(judged.calibration.interval) },
  };
  return {
    ...model,
    status: outcome === 'proved' || outcome === 'stays' ? 'in_use' : 'unproved',
    judgements: [...model.judgements, judgement].slice(-MAX_KEPT),
  };
}

function outcomeOf(before: TapModel['status'], judged: Judged): Judgement['outcome'] {
  if (before === 'in_use') return isNoBetter(judged) ? 'switched_off' : 'stays';
  return isProved(judged) ? 'proved' : 'not_proved';
}

function bounds([low, high]: readonly [number, number]): [number, number] {
  return [low, high];
}
