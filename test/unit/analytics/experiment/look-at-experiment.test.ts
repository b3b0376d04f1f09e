import { expect, test } from 'vitest';

import { lookAtExperiment, type ExperimentPorts } from '../../../../shared/analytics/experiment/look-at-experiment.ts';
import { cohortOf } from '../../../../shared/campaign/cohort.ts';
import type { Decision, WorseArm } from '../../../../shared/campaign/decision.ts';
import { timestamp } from '../../../../shared/platform/clock.ts';
import { LANES } from '../../../../shared/platform/lanes.ts';
import { campaignOf, fakeClock, keptLog, START } from '../../fixtures.ts';

const HOUR = 3_600_000;
const arm = (key: string) => ({ key, variant: key, weight: 1, message_content: key, language: 'en' });
const campaign = campaignOf({
  status: 'sending',
  started_at: timestamp(START - 30 * HOUR),
  ...{ variant: 'short', weight: 1, contents: [arm('long'), arm('loud')] as never },
  experiment: { metric: 'tapped', window_hours: 24, test_share: 1, no_winner: 'control', decide_after_hours: 72 },
});
const VARIANTS = ['short', 'long', 'loud'];

/** A campaign that is fully planned; of 2,000 people of each arm so many tapped, each in their time. */
function world(...tapped: readonly [number, number, number]) {
  const { log, events } = keptLog();
  const kept: (readonly WorseArm[])[] = [];
  const decisions: Decision[] = [];
  const of = (name: string, counts: readonly number[]) =>
    VARIANTS.map((variant, n) => [`${name}#${variant}`, counts[n]]);
  const all = [2_000, 2_000, 2_000];
  const counters = Object.fromEntries([...of('tried', all), ...of('did', tapped)]);
  const cohort = timestamp(cohortOf(START - 29 * HOUR, 24));
  const lane = { planned: 6_000, exhausted_at: timestamp(START - 29 * HOUR) };
  const ports = {
    campaigns: {
      decide: async (_: unknown, decision: Decision) => !!decisions.push(decision),
      get: async () => undefined,
      keepWorseArms: async (_: unknown, found: readonly WorseArm[]) => !!kept.push(found),
      released: async () => undefined,
    },
    clock: fakeClock(),
    customers: { lanePage: async () => ({ items: [], last: undefined }) },
    lanes: {
      assignment: async () => ({
        states: new Map(Array.from({ length: LANES }, (_, n) => [n, lane])),
        assigned: Object.fromEntries(VARIANTS.map((variant) => [variant, 2_000])),
      }),
    },
    log,
    rollups: { cohorts: async () => [{ cohort, source: '0', counters }], settledInAll: async () => 0 },
  } as unknown as ExperimentPorts;
  return { kept, decisions, events, ports, look: (given = {}) => lookAtExperiment({ ...campaign, ...given }, ports) };
}

test('a variant that a look proves worse is kept with words, while another is still open', async () => {
  const { kept, decisions, events, look } = world(500, 300, 490);
  expect(await look()).toBe(true);
  expect(kept).toEqual([
    [
      {
        variant: 'long',
        at: timestamp(START),
        words: expect.stringMatching(
          /^“long” does clearly worse than “short”, the control: .* points fewer of the people/,
        ),
      },
    ],
  ]);
  expect([decisions, events()]).toEqual([[], ['experiment.arm_worse']]);
});

test('what a look has said of a variant is not said again, and one more is added', async () => {
  const known = { variant: 'long', at: timestamp(START - HOUR), words: 'It does.' };
  const once = world(500, 300, 490);
  await once.look({ worse_arms: [known] });
  expect(once.kept).toEqual([]);
  const more = world(500, 300, 310);
  await more.look({ worse_arms: [known] });
  expect(more.kept).toMatchObject([[known, { variant: 'loud' }]]);
  // Every other arm is worse: the control wins.
  expect(more.decisions).toMatchObject([{ winner: 'short', by: 'look' }]);
});

test('while people are planned nothing is decided but that they are not spread as the weights say', async () => {
  const open = { planned: 6_000 };
  const planning = (assigned: number) => {
    const made = world(500, 300, 490);
    Object.assign(made.ports.lanes, {
      assignment: async () => ({
        states: new Map([[0, open]]),
        assigned: { short: assigned, long: 2_000, loud: 2_000 },
      }),
    });
    return made;
  };
  const fair = planning(2_000);
  expect([await fair.look(), fair.decisions, fair.kept]).toEqual([true, [], []]);
  const uneven = planning(4_000);
  expect(await uneven.look()).toBe(false);
  expect(uneven.decisions).toMatchObject([{ by: 'sample_ratio', rest: 'short', comparisons: [] }]);
});

test('at the set time the comparisons are stored with the verdict', async () => {
  const { decisions, look } = world(500, 600, 490);
  await look({ started_at: timestamp(START - 80 * HOUR) });
  expect(decisions).toMatchObject([
    { by: 'set_time', winner: 'long', comparisons: [{ variant: 'long', confidence: 0.98 }, { variant: 'loud' }] },
  ]);
});

test('arms that differ by no more than chance explains are left alone', async () => {
  const { kept, look } = world(500, 480, 515);
  expect(await look()).toBe(true);
  expect(kept).toEqual([]);
});
