import type { Campaign } from '../../campaign/campaign.ts';
import { holdoutWindow } from '../../campaign/cohort.ts';
import type { CohortRow } from '../rollup.store.ts';
import { sum, type Counters } from '../rollup.ts';
import { closedOf } from './cohort.ts';
import type { HoldoutWire } from './experiment.wire.ts';
import { scoreInterval } from './score-interval.ts';
import { compareRates, isEnough } from './two-proportions.ts';

/** One test of its own, apart from the arms', made once: on everybody, when nobody has time left. */
const ERROR = 0.05;

/**
 * What a campaign brought: conversions of everybody who was planned, against those who got nothing by chance; whether or not a tap
 * led to them, since whoever got nothing has nothing to tap.
 * @param now in milliseconds since the epoch
 * @returns undefined of a campaign that holds nobody back
 */
export function holdoutReport(campaign: Campaign, rows: readonly CohortRow[], now: number): HoldoutWire | undefined {
  const { holdout = 0 } = campaign;
  if (holdout === 0 || !campaign.started_at) return undefined;
  const dated = rows.map(({ cohort, counters }) => ({ begin: Date.parse(cohort), counters }));
  const closed = closedOf(dated, holdoutWindow(campaign), now);
  const counters = sum(closed.map((row) => row.counters));
  const [sent, held] = [side(counters, 'sent'), side(counters, 'held')];
  const isOver = ['completed', 'cancelled'].includes(campaign.status) && closed.length === dated.length;
  if (!isOver) return { sent, held, difference: null, interval: null, verdict: NOT_YET };
  const pair = { control: tally(held), arm: tally(sent) };
  if (!isEnough(pair)) return { sent, held, difference: null, interval: null, verdict: TOO_FEW };
  const { difference, p } = compareRates(pair);
  const [lower, upper] = scoreInterval(pair, ERROR);
  const isProved = p < ERROR;
  const points = [lower, upper].map((bound) => (100 * bound).toFixed(1)).join(' to ');
  const found = `${points} points more of those who were written to converted than of those who were not (95 %)`;
  const verdict = isProved
    ? difference > 0
      ? `The campaign brings conversions: ${found}.`
      : `The campaign costs conversions: ${found}.`
    : `It is not proved that the campaign brings conversions: ${found}.`;
  return { sent, held, difference, interval: { lower, upper }, verdict };
}

const NOT_YET =
  'Not judged yet: that is done once, when the time of everybody it was planned for is over. Until then only counts are told.';
const TOO_FEW = 'There are too few people whose time is over, or too few conversions, to say more than the counts.';

function side(counters: Counters, which: 'sent' | 'held') {
  return { planned: counters[`planned#${which}`] ?? 0, converted: counters[`bought#${which}`] ?? 0 };
}

function tally({ planned, converted }: HoldoutWire['sent']) {
  return { successes: converted, trials: planned };
}
