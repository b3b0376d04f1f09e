import type { Button } from '../content/button.ts';
import { observedBy } from '../content/observed-by.ts';
import { tally } from './beta.ts';
import { AGENT_OUTCOMES } from '../interaction/interaction.ts';
import { bucketsOf, percentile } from './histogram.ts';
import { moneyOf } from './money.ts';
import { wilson } from './wilson.ts';
import { sum, withPrefix, type Counted, type Counters } from './rollup.ts';

/** @returns null when the denominator is 0 */
export function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Clicks by weekday (Monday first) and hour. @param counters of the family `weekdays` */
export function weekdayHours(counters: Counters): number[][] {
  return Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (__, hour) => counters[`${day}#${hour}`] ?? 0),
  );
}

/** The part of a report for campaigns with buttons. @param delivered how many recipients the campaign was delivered to */
export function buttonReport(
  buttons: readonly Button[],
  { totals = {}, buttons: taps = {}, hours = {}, weekdays = {} }: Counted,
  delivered: number,
) {
  const counter = (counters: Counters, name: string) => counters[name] ?? 0;
  const each = buttons.map((button) => {
    const { id, title, type } = button;
    const [clicks, conversions, customers] = [
      counter(taps, `clicks#${id}`),
      counter(taps, `conversions#${id}`),
      counter(totals, `customers#${id}`),
    ];
    const values = ofButton(taps, `value#${id}#`);
    const times = histogram(taps, `response#${id}#`);
    return {
      button_id: id,
      button_title: title,
      button_type: type,
      observed_by: observedBy(button),
      clicks,
      unique_customers: customers,
      click_through_rate: rate(customers, delivered),
      conversions,
      conversion_rate: rate(conversions, clicks),
      conversion_value: moneyOf(values),
      agent: button.action?.type === 'agent' ? agentReport(withPrefix(taps, `agent#${id}#`)) : null,
      interval: {
        click_through_rate: wilson(tally(customers, delivered)),
        conversion_rate: wilson(tally(conversions, clicks)),
      },
      response_time: {
        p50_seconds: percentile(times, 0.5),
        p90_seconds: percentile(times, 0.9),
        p99_seconds: percentile(times, 0.99),
        buckets: bucketsOf(times),
      },
    };
  });
  const total_clicks = each.reduce((total, { clicks }) => total + clicks, 0);
  const conversions = each.reduce((total, button) => total + button.conversions, 0);
  return {
    total_clicks,
    unique_customers: counter(totals, 'clicked'),
    click_through_rate: rate(counter(totals, 'clicked'), delivered),
    conversions,
    conversion_rate: rate(conversions, total_clicks),
    conversion_types: withPrefix(taps, 'led_to#'),
    conversion_value: moneyOf(sum(buttons.map(({ id }) => ofButton(taps, `value#${id}#`)))),
    buttons: each,
    by_hour: Array.from({ length: 24 }, (_, hour) => {
      const name = String(hour).padStart(2, '0');
      return { hour, clicks: counter(hours, `clicks#${name}`), conversions: counter(hours, `conversions#${name}`) };
    }),
    by_weekday_hour: weekdayHours(weekdays),
  };
}

function histogram(counters: Counters, prefix: string): Map<number, number> {
  // A button id may contain '#', so one id may be a prefix of another.
  const buckets = Object.entries(withPrefix(counters, prefix)).filter(([bucket]) => !bucket.includes('#'));
  return new Map(buckets.map(([bucket, count]) => [Number(bucket), count]));
}

const OUTCOME = new RegExp(`^(${AGENT_OUTCOMES.join('|')})#([^#]*)$`);

/** @param counters of one button: `fallback#timeout`. Those of a button whose id begins with this one's and '#' are longer. */
function agentReport(counters: Counters) {
  const own = Object.entries(counters).flatMap(([name, count]) => {
    const [, outcome, reason] = OUTCOME.exec(name) ?? [];
    return outcome === undefined ? [] : [{ outcome, reason, count }];
  });
  const outcomes = AGENT_OUTCOMES.map((outcome) => {
    const of = own.filter((one) => one.outcome === outcome);
    return [outcome, of.reduce((total, { count }) => total + count, 0)] as const;
  });
  const reasons = sum(own.flatMap(({ reason, count }) => (reason ? [{ [reason]: count }] : [])));
  return { ...(Object.fromEntries(outcomes) as Record<(typeof AGENT_OUTCOMES)[number], number>), reasons };
}

/** The counters of a button's amounts: `EUR#low`. Another button's id may begin with this one's and '#'. */
function ofButton(counters: Counters, prefix: string): Counters {
  const found = Object.entries(withPrefix(counters, prefix)).filter(([name]) => /^[A-Z]{3}#(high|low)$/.test(name));
  return Object.fromEntries(found);
}
