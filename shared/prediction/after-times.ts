import { timestamp } from '../platform/clock.ts';
import { isNoBetter, isProvedBetter, proveByRandomHours, proveByShares } from './prove-times.ts';
import { trainTimes, type TimeModel, type TimeSeen } from './time-model.ts';
import { withProof } from './with-proof.ts';

/**
 * What the model of hours is after the campaigns that are closed now. It is trained by one half of those who got a random hour, and used
 * once it is proved by the other. From then on each campaign that used it judges it by its shares: one in which it is no better
 * switches it off, and only one that closes after that can prove the next.
 * @param seen the newest first @param now in milliseconds since the epoch
 */
export function afterTimes(
  model: TimeModel | undefined,
  seen: readonly TimeSeen[],
  training: string,
  now: number,
): TimeModel | undefined {
  const known = new Set([...(model?.campaigns ?? []), ...(model?.proofs ?? []).flatMap(({ campaigns }) => campaigns)]);
  const fresh = seen.filter(({ id }) => !known.has(id));
  if (model?.status === 'in_use') {
    const used = fresh.find((one) => one.model === model.training);
    const judged = used ? judgedBy(model, used, now) : model;
    if (judged.status === 'in_use') return judged;
    // What has just been switched off is not proved by what was known before.
    const next = trainTimes(seen);
    return next ? { ...next, training, trained_at: timestamp(now), proofs: judged.proofs, status: 'unproved' } : judged;
  }
  if (fresh.length === 0) return model;
  const fit = trainTimes(seen);
  if (!fit) return model;
  const found = proveByRandomHours(fit, seen);
  const isProved = isProvedBetter(found);
  const isEnough = found.against_start && found.against_random;
  return {
    ...fit,
    ...{ training, trained_at: timestamp(now), status: isProved ? 'in_use' : 'unproved' },
    proofs: withProof(model?.proofs ?? [], {
      ...found,
      outcome: isProved ? 'proved' : isEnough ? 'not_proved' : 'too_few',
      by: 'random_hours',
      at: timestamp(now),
    }),
  };
}

/** A campaign in which there are too few to say anything changes nothing. */
function judgedBy(model: TimeModel, campaign: TimeSeen, now: number): TimeModel {
  const found = proveByShares([campaign]);
  const isOff = isNoBetter(found);
  const isEnough = found.against_start && found.against_random;
  const outcome = isOff ? 'switched_off' : isEnough ? 'stays' : 'too_few';
  return {
    ...model,
    status: isOff ? 'unproved' : 'in_use',
    proofs: withProof(model.proofs, { ...found, outcome, by: 'shares', at: timestamp(now) }),
  };
}
