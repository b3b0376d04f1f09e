import { quantileAbove } from '../platform/normal.ts';
import type { Learnt } from './prediction.store.ts';
import { rounded } from './rounded.ts';
import type { TimeModel, TimeProof } from './time-model.ts';
import { NO_TIMES, learntInWords, timesInWords } from './time-words.ts';
import type { TimesWire } from './time.wire.ts';

type Proof = NonNullable<TimesWire['proof']>;

const Z = quantileAbove(0.025);

/** What callers see of the hours that were learnt. */
export function showTimes({ times }: Pick<Learnt, 'times'>): TimesWire {
  if (!times) {
    const none = { trained_at: null, people: 0, tapped: 0, learnt: [], proof: null };
    return { status: 'not_enough_evidence', verdict: NO_TIMES, ...none };
  }
  const { status, trained_at, people, did, proofs } = times;
  const proof = proofs.at(-1);
  return {
    ...{ status, trained_at, people, tapped: did, verdict: timesInWords(times), learnt: learntOf(times) },
    proof: proof ? showProof(proof) : null,
  };
}

/** The weights of somebody's own time; those of blocks say when people tap at all. */
function learntOf({ weights, errors }: TimeModel): string[] {
  return learntInWords((place, times) => {
    const [weight, reach] = [times * (weights[place] ?? 0), Math.abs(times) * Z * (errors[place] ?? 0)];
    return [Math.exp(weight), Math.exp(weight - reach), Math.exp(weight + reach)];
  });
}

function showProof({ at, against_start, against_random, ...proof }: TimeProof): Proof {
  return {
    ...proof,
    judged_at: at,
    against_start: against_start ? showPair(against_start) : null,
    against_random: against_random ? showPair(against_random) : null,
  };
}

function showPair({ difference, interval: [low, high], chance, holds }: NonNullable<TimeProof['against_start']>) {
  const interval: [number, number] = [rounded(low), rounded(high)];
  return { difference: rounded(difference), interval, chance: rounded(chance), proved: holds && difference > 0 };
}
