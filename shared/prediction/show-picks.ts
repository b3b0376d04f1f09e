import { METRICS } from '../campaign/experiment.ts';
import type { PickProof } from './pick-model.ts';
import type { PicksWire } from './pick.wire.ts';
import { NO_PICKS, pickInWords } from './pick-words.ts';
import type { Learnt } from './prediction.store.ts';
import { rounded } from './rounded.ts';

type Proof = NonNullable<PicksWire['by_metric'][number]['proof']>;

/** What callers see of the picks that were learnt. */
export function showPicks({ picks }: Pick<Learnt, 'picks'>): PicksWire {
  const by_metric = METRICS.flatMap((metric) => {
    const model = picks?.models[metric];
    if (!model) return [];
    const { status, trained_at, people, proofs } = model;
    const proof = proofs.at(-1);
    const verdict = pickInWords(metric, model);
    return [{ metric, status, verdict, trained_at, people, proof: proof ? showProof(proof) : null }];
  });
  const words = by_metric.map(({ metric, verdict }) => `${metric}: ${verdict}`);
  return { verdict: words.length > 0 ? words.join(' ') : NO_PICKS, by_metric };
}

function showProof({ at, difference, interval, chance, share, ...proof }: PickProof): Proof {
  const ofAll = (value: number) => rounded(value * share);
  const [low, high] = interval ?? [];
  return {
    ...proof,
    judged_at: at,
    share: rounded(share),
    difference: difference === undefined ? null : rounded(difference),
    interval: low === undefined || high === undefined ? null : [rounded(low), rounded(high)],
    chance: chance === undefined ? null : rounded(chance),
    uplift: difference === undefined ? null : ofAll(difference),
    uplift_interval: low === undefined || high === undefined ? null : [ofAll(low), ofAll(high)],
  };
}
