import { describe, expect, test } from 'vitest';

import { experimentReport } from '../../../../shared/analytics/experiment/experiment-report.ts';
import { holdoutReport } from '../../../../shared/analytics/experiment/holdout-report.ts';
import { cohortOf } from '../../../../shared/campaign/cohort.ts';
import type { Decision } from '../../../../shared/campaign/decision.ts';
import { timestamp } from '../../../../shared/platform/clock.ts';
import { campaignOf, START } from '../../fixtures.ts';

const HOUR = 3_600_000;
const arm = (key: string) => ({ key, variant: key, weight: 1, message_content: key, language: 'en' });
const campaign = campaignOf({
  status: 'sending',
  started_at: timestamp(START - 60 * HOUR),
  ...{ variant: 'short', weight: 1, contents: [arm('long'), arm('loud')] as never },
  experiment: { metric: 'tapped', window_hours: 24, test_share: 1, no_winner: 'control', decide_after_hours: 72 },
});
const VARIANTS = ['short', 'long', 'loud'];
type Three = readonly [number, number, number];
interface Counts {
  readonly tried?: Three;
  readonly did?: Three;
  readonly delivered?: Three;
}

/** A cohort of people who were tried so many hours ago. */
function cohort({ tried = [2_000, 2_000, 2_000], did = [0, 0, 0], delivered = tried }: Counts, hoursAgo = 50) {
  const of = (name: string, counts: Three) =>
    VARIANTS.map((variant, n) => [`${name}#${variant}`, counts[n] ?? 0] as const);
  const counters = Object.fromEntries([...of('tried', tried), ...of('did', did), ...of('delivered', delivered)]);
  return { cohort: timestamp(cohortOf(START - hoursAgo * HOUR, 24)), source: '0', counters };
}

function reported(
  rows: ReturnType<typeof cohort>[],
  { given = {}, isFixed = true, assigned = 2_000 }: { given?: object; isFixed?: boolean; assigned?: number } = {},
) {
  const each = Object.fromEntries(VARIANTS.map((variant) => [variant, assigned]));
  return experimentReport({ ...campaign, ...given }, rows, each, START, isFixed)!;
}

const shown = ({ variants }: ReturnType<typeof reported>) =>
  variants.map(({ rate, expected_loss }) => [rate !== null, expected_loss !== null]);

describe('an experiment that is open', () => {
  test('compares each variant with the control, in words and numbers', () => {
    const report = reported([cohort({ did: [200, 300, 210] })]);
    expect(report.verdict).toMatch(/“long” is better than “short”.*It was decided early/);
    expect(report.comparisons.map(({ variant, confidence }) => [variant, confidence])).toEqual([
      ['long', 0.995],
      ['loud', 0.995],
    ]);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^Choosing “long” now is expected to cost \S+ of 1,000 people, against/),
    ]);
    expect(reported([cohort({ did: [200, 210, 205] })]).verdict).toMatch(/^Not decided yet\./);
  });

  test('says nothing but counts while people are planned, however large a difference looks', () => {
    const report = reported([cohort({ tried: [400, 400, 400], did: [20, 120, 20] })], {
      isFixed: false,
      assigned: 400,
    });
    expect(report.verdict).toMatch(/^Not decided yet: people are still being planned, .*“long” 120 of 400/);
    expect([report.comparisons, report.warnings, shown(report)]).toEqual([[], [], Array(3).fill([false, false])]);
  });

  test('says even then that people are not spread as the weights say', () => {
    const { verdict, comparisons } = reported([cohort({ tried: [900, 400, 400] })], { isFixed: false });
    expect([verdict.slice(0, 11), comparisons]).toEqual(['No verdict.', []]);
  });

  test('gives no rate of a variant that has too few, beside those that have enough', () => {
    // Most of the last one's people have time left.
    const rows = [cohort({ tried: [2_000, 2_000, 30], did: [60, 70, 1] }), cohort({ tried: [0, 0, 1_970] }, 10)];
    const report = reported(rows);
    expect(report.comparisons.map(({ variant }) => variant)).toEqual(['long']);
    expect(shown(report)).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  test('counts nobody who has time left', () => {
    const { variants, verdict } = reported([cohort({ did: [200, 300, 210] }, 10)]);
    expect(variants.map(({ tried, window_over, did }) => [tried, window_over, did])).toEqual(
      Array(3).fill([2_000, 0, 0]),
    );
    expect(verdict).toMatch(/^There are too few people/);
  });

  test('warns when the variants do not arrive equally often, and keeps its verdict', () => {
    const counts = { did: [200, 300, 210] as const, delivered: [1_900, 1_700, 1_890] as const };
    const { warnings, verdict } = reported([cohort(counts)]);
    expect(warnings[0]).toMatch(/^The variants did not arrive equally often \(“short” 1900 of 2000, /);
    expect(verdict).toMatch(/“long” is better/);
  });
});

describe('an experiment that is decided', () => {
  const comparison = { variant: 'long', difference: 0.05, interval: { lower: 0.01, upper: 0.09 }, confidence: 0.98 };
  const decision = {
    ...{ at: timestamp(START), by: 'set_time', winner: 'long', rest: 'long', counts: [], verdict: 'It is better.' },
    comparisons: [comparison],
  } satisfies Decision;

  test('keeps what it was decided by: later news changes the counts beside it', () => {
    const report = reported([cohort({ did: [300, 200, 210] })], { given: { decision } });
    expect(report.comparisons).toEqual([comparison]);
    expect(report.verdict).toMatch(
      /^It is better\. Now, of those whose time is over: “short” 300 of 2,000 \(15\.0 %\)/,
    );
    expect(shown(report)).toEqual(Array(3).fill([true, false]));
    expect(report.warnings).toEqual([]);
  });

  test('after an alarm has no figures but the counts', () => {
    const report = reported([cohort({ did: [200, 300, 210] })], {
      given: { decision: { ...decision, by: 'sample_ratio', comparisons: [] } },
    });
    expect([report.comparisons, shown(report)]).toEqual([[], Array(3).fill([false, false])]);
  });

  test('by an earlier version has no comparisons', () => {
    const { comparisons: _, ...earlier } = decision;
    expect(reported([cohort({})], { given: { decision: earlier } }).comparisons).toEqual([]);
  });
});

describe('a holdout', () => {
  const held = campaignOf({
    ...{ status: 'completed', started_at: timestamp(START - 400 * HOUR), holdout: 0.5, attribution_window_hours: 72 },
  });
  const row = (bought: readonly [number, number], hoursAgo = 300) => {
    const [sent, kept] = bought;
    const counters = { 'planned#sent': 2_000, 'planned#held': 2_000, 'bought#sent': sent, 'bought#held': kept };
    return { cohort: timestamp(cohortOf(START - hoursAgo * HOUR, 72)), source: '0', counters };
  };
  const verdictOf = (rows: ReturnType<typeof row>[], given = {}) => holdoutReport({ ...held, ...given }, rows, START)!;

  test.each([
    [[200, 100], 'The campaign brings conversions'],
    [[100, 200], 'The campaign costs conversions'],
    [[105, 100], 'It is not proved that the campaign brings conversions'],
    [[2, 1], 'There are too few people'],
  ] as const)('with %j conversions of 2,000 people each says: %s', (bought, words) => {
    expect(verdictOf([row(bought)]).verdict).toMatch(new RegExp(`^${words}`));
  });

  test('is judged once: not while it is sent, nor while anybody has time left', () => {
    for (const early of [
      verdictOf([row([200, 100])], { status: 'sending' }),
      verdictOf([row([200, 100])], { status: 'paused' }),
      verdictOf([row([200, 100]), row([0, 0], 20)]),
    ]) {
      expect(early).toMatchObject({ difference: null, interval: null });
      expect(early.verdict).toMatch(/^Not judged yet/);
      expect(early.sent.planned).toBe(2_000);
    }
    expect(verdictOf([row([200, 100])], { status: 'cancelled' }).verdict).toMatch(/^The campaign brings/);
  });
});
