import { number, percent } from '../analytics/insight-words.ts';
import type { Feature } from './cell.ts';
import { FEWEST } from './judge.ts';
import type { Judgement } from './model.ts';
import type { Learnt } from './prediction.store.ts';

/** How sentences name a feature, and how much of it they speak of. */
export const MEANINGS: Readonly<Record<Feature, { readonly who: string; readonly unit: number }>> = {
  tap_habit: { who: 'Whoever tapped twice as often as is usual', unit: 1 },
  read_habit: { who: 'Whoever read 25 points more of the messages than is usual', unit: 0.25 },
  kind_habit: { who: 'Whoever tapped this kind of button twice as often as others', unit: 1 },
  slot_habit: { who: 'Whoever tapped twice as often at this time of the week as at others', unit: 1 },
  tapped_this_week: { who: 'Whoever tapped within the last 7 days, against whoever never did', unit: 1 },
  tapped_this_month: { who: 'Whoever tapped 8 to 30 days ago, against whoever never did', unit: 1 },
  tapped_before: { who: 'Whoever last tapped more than 30 days ago, against whoever never did', unit: 1 },
  new: { who: 'Whoever was never sent anything before', unit: 1 },
  url: { who: 'A link in place of a reply button', unit: 1 },
  call: { who: 'A button to call in place of a reply button', unit: 1 },
};

export function weightInWords(feature: Feature, odds: number, [low, high]: readonly [number, number]): string {
  return `${MEANINGS[feature].who}: ${short(odds)} times the odds (${short(low)} to ${short(high)}).`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** What is to be known of the model of taps, in sentences. */
export function verdictOf(learnt: Learnt | undefined): string {
  if (!learnt?.taps) return lacking(learnt);
  const { taps, judged } = learnt;
  if (taps.status === 'in_use' && judged) return `In use. ${judgedInWords(judged)}`;
  const wait = 'The present model is not used; the next campaign that closes will judge it.';
  return judged ? `Not in use. ${judgedInWords(judged)} ${wait}` : `Not proved yet. ${wait}`;
}

function lacking(learnt: Learnt | undefined): string {
  const needed = `at least ${FEWEST} that were tapped and ${FEWEST} that were not are needed`;
  if (!learnt)
    return `Not enough evidence: no campaign has closed yet. A day after one has ended it is learnt from; ${needed}.`;
  return `Not enough evidence: of ${number(learnt.messages)} messages with buttons ${number(learnt.did)} were tapped, and ${needed}, in campaigns before which others were sent.`;
}

const OUTCOMES: Readonly<Record<Judgement['outcome'], string>> = {
  proved: 'It foretells taps better than the base rates do.',
  stays: 'It still foretells taps better than the base rates do.',
  not_proved: 'It is not proved to foretell taps better than the base rates do.',
  switched_off: 'It foretold taps no better than the base rates do, and was switched off.',
};

function judgedInWords({ outcome, people, skill, base_brier, interval, tells_apart }: Judgement): string {
  const [low, high] = interval.map((bound) => percent(bound / base_brier));
  const saved = `its forecasts saved ${percent(skill)} of what the base rates miss by (95 %: ${low} to ${high})`;
  const apart = tells_apart ? '' : ', and did not tell people apart';
  return `${OUTCOMES[outcome]} Among ${number(people)} people of a campaign that it had not seen, ${saved}${apart}.`;
}
