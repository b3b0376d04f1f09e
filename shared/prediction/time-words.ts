import { chanceOf, number } from '../analytics/insight-words.ts';
import { BLOCK_HOURS, BLOCKS } from '../campaign/send-time.ts';
import { FEWEST } from './judge.ts';
import type { OwnTime } from './own-time.ts';
import type { TimeModel, TimeProof } from './time-model.ts';

export const NO_TIMES = `Not enough evidence: too few people have been given a random hour. Campaigns with \`send_time\` give one to 15 % of their people and teach the best hours by that; of these ${FEWEST} who tap and ${FEWEST} who do not are needed. Until something is proved, whoever is to get their best hour is sent to at the start.`;

/** What is to be known of best hours, in sentences. */
export function timesInWords({ status, proofs }: TimeModel): string {
  const proof = proofs.at(-1);
  const is =
    status === 'in_use'
      ? 'In use.'
      : 'Not proved: campaigns with `send_time` send at the start to whoever is to get their best hour.';
  return proof ? `${is} ${proofInWords(proof)}` : is;
}

const OUTCOMES: Readonly<Record<TimeProof['outcome'], string>> = {
  proved: 'People tapped more when they were sent to at their best hour.',
  stays: 'People still tapped more when they were sent to at their best hour.',
  not_proved:
    'Best hours are not proved better than the start and than other hours; there may be no difference, or one too small for so many people.',
  switched_off: 'People tapped no more when they were sent to at their best hour, and it was switched off.',
  too_few: 'There were too few people to say more than the counts.',
};

function proofInWords(proof: TimeProof): string {
  const { outcome, by, best, start, random, against_start, against_random } = proof;
  const who =
    by === 'random_hours'
      ? 'whose random hour happened to be of their best time, and of whom nothing was learnt'
      : 'who got their best hour in a campaign that used it';
  const counts = `Of ${number(best.people)} people ${who}, ${number(best.did)} tapped; of ${number(start.people)} at the start ${number(start.did)} did, and of ${number(random.people)} at an hour by chance ${number(random.did)}.`;
  const pairs = [pairInWords('the start', against_start), pairInWords('an hour by chance', against_random)].filter(
    (sentence) => sentence !== '',
  );
  return [OUTCOMES[outcome], counts, ...pairs].join(' ');
}

function pairInWords(than: string, pair: TimeProof['against_start']): string {
  if (!pair) return '';
  const { difference, chance, holds } = pair;
  const [low, high] = pair.interval.map(points);
  const verdict = holds ? 'proved' : 'not proved';
  return `Against ${than}: ${points(difference)} points (95 %: ${low} to ${high}), ${verdict}; a difference at least this large would come by chance in ${chanceOf(chance)} of useless hours.`;
}

function points(share: number): string {
  return (100 * share).toFixed(1).replace(/^-0\.0$/, '0.0');
}

/** The odds and their bounds of a weight, taken so many times. */
type Odds = (place: number, times: number) => readonly [number, number, number];

/** What a model has learnt, in sentences: those of somebody's own time compare it with the opposite side of the day. */
export function learntInWords(oddsOf: Odds): string[] {
  const says = (odds: ReturnType<Odds>) => {
    const [value, low, high] = odds.map((one) => String(Number(one.toPrecision(2))));
    return `${value} times the odds (${low} to ${high})`;
  };
  const blocks = Array.from({ length: BLOCKS - 1 }, (_, n) => n + 1);
  return [
    `Whoever tapped once before, at that time of the day rather than 12 hours apart: ${says(oddsOf(BLOCKS + 2, 2))}.`,
    `Whoever tapped several times before, at their time of the day rather than 12 hours apart: ${says(oddsOf(BLOCKS + 3, 2))}.`,
    ...blocks.map((block) => `Anybody ${hoursOf(block)}, against ${hoursOf(0)}: ${says(oddsOf(block, 1))}.`),
  ];
}

/** A block by the clock of whoever lives there. */
export function hoursOf(block: number): string {
  return `between ${block * BLOCK_HOURS} and ${(block + 1) * BLOCK_HOURS} h`;
}

/** Why a block is somebody's best. */
export function evidenceInWords(block: number, own: OwnTime | undefined): string {
  if (!own) return `They have not tapped yet, so theirs is the time at which others tap most: ${hoursOf(block)}.`;
  const taps = own.taps === 1 ? 'once' : 'several times';
  return `They tapped ${taps} what they were sent, mostly ${hoursOf(own.block)}; with when others tap that makes ${hoursOf(block)} their best time.`;
}
