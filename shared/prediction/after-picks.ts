import { timestamp } from '../platform/clock.ts';
import { trainPick, type PickModel, type PickSeen } from './pick-model.ts';
import { CHANCE_SHARE, provePick, TEST_HALF } from './prove-pick.ts';
import { withProof } from './with-proof.ts';

/**
 * What a model of one metric is after the experiments that are closed now. It is trained by one half of their tests, and used once it
 * is proved on the other. From then on each later campaign judges it: one in which it is no better switches it off, and only one
 * that closes after that can prove the next.
 * @param seen the newest first @param now in milliseconds since the epoch
 */
export function afterPicks(
  model: PickModel | undefined,
  seen: readonly PickSeen[],
  training: string,
  now: number,
): PickModel | undefined {
  const known = new Set([...(model?.campaigns ?? []), ...(model?.proofs ?? []).flatMap(({ campaigns }) => campaigns)]);
  const [newest] = seen.filter(({ id }) => !known.has(id));
  if (!newest) return model;
  const judged = model?.status === 'in_use' ? judgedBy(model, newest, now) : model;
  if (judged?.status === 'in_use') return judged;
  const fit = trainPick(seen);
  if (!fit) return judged;
  const trained = { ...fit, training, trained_at: timestamp(now), proofs: judged?.proofs ?? [] };
  // What has just been switched off is not proved by what was known before.
  if (model?.status === 'in_use') return { ...trained, status: 'unproved' };
  const { isBetter, ...found } = provePick(fit, seen, TEST_HALF);
  const outcome = found.difference === undefined ? 'too_few' : isBetter ? 'proved' : 'not_proved';
  return {
    ...trained,
    status: outcome === 'proved' ? 'in_use' : 'unproved',
    proofs: withProof(trained.proofs, { ...found, outcome, by: 'test_half', at: timestamp(now) }),
  };
}

/** A campaign in which there are too few to say anything changes nothing. */
function judgedBy(model: PickModel, campaign: PickSeen, now: number): PickModel {
  const { isBetter: _, ...found } = provePick(model, [campaign], CHANCE_SHARE);
  const isNoBetter = found.difference !== undefined && found.difference <= 0;
  const outcome = found.difference === undefined ? 'too_few' : isNoBetter ? 'switched_off' : 'stays';
  return {
    ...model,
    status: isNoBetter ? 'unproved' : 'in_use',
    proofs: withProof(model.proofs, { ...found, outcome, by: 'chance_share', at: timestamp(now) }),
  };
}
