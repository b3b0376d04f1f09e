import type { Metric } from '../campaign/experiment.ts';
import { chanceOf, number, percent } from '../analytics/insight-words.ts';
import type { PickModel, PickProof } from './pick-model.ts';

export const NO_PICKS =
  'Not proved: no experiment has closed yet whose variants begin with buttons of different types. Such experiments teach and prove which variant to give to whom; until then `pick` is as though it were not there.';

/** What is to be known of the picks of one metric, in sentences. */
export function pickInWords(metric: Metric, { status, proofs }: PickModel): string {
  const proof = proofs.at(-1);
  const is =
    status === 'in_use' ? 'In use.' : 'Not proved: experiments with `pick` are sent as though it were not there.';
  return proof ? `${is} ${proofInWords(metric, proof)}` : is;
}

const OUTCOMES: Readonly<Record<PickProof['outcome'], string>> = {
  proved: 'Picks did better than the overall winner.',
  stays: 'Picks did still better than the overall winner.',
  not_proved:
    'Picks are not proved better than the overall winner; there may be no difference, or one too small for so many people.',
  switched_off: 'Picks did no better than the overall winner, and were switched off.',
  too_few: 'There were too few people to say more than the counts.',
};

function proofInWords(metric: Metric, proof: PickProof): string {
  const { outcome, by, people, share, picked, winner, difference, interval, chance } = proof;
  const where =
    by === 'test_half'
      ? 'the half of tests that nothing was learnt from'
      : 'the people of a later campaign whose variant was left to chance';
  const counts = `Among ${number(people)} of ${where}, another variant than the winner was picked for ${percent(share)}; of these, chance gave the pick to ${number(picked.people)}, of whom ${number(picked.did)} ${metric}, and the winner to ${number(winner.people)}, of whom ${number(winner.did)} did.`;
  if (difference === undefined || !interval || chance === undefined) return `${OUTCOMES[outcome]} ${counts}`;
  const [low, high] = interval.map(points);
  const of = `The pick is better by ${points(difference)} points (95 %: ${low} to ${high}); a difference at least this large would come by chance in ${chanceOf(chance)} of useless picks`;
  return `${OUTCOMES[outcome]} ${counts} ${of}. Over all people that is ${points(difference * share)} points.`;
}

function points(share: number): string {
  return (100 * share).toFixed(1).replace(/^-0\.0$/, '0.0');
}
