import { expect, test } from 'vitest';

import { cohortCounters, type CohortMessage } from '../../../../shared/analytics/experiment/cohort-counters.ts';
import { timestamp } from '../../../../shared/platform/clock.ts';
import { START } from '../../fixtures.ts';

const HOUR = 3_600_000;
const at = (hours: number) => timestamp(START + hours * HOUR);
const tested: CohortMessage = {
  ...{ status: 'delivered', phase: 'test', arm: 'b', metric: 'tapped', window_hours: 24, tried_at: at(0) },
};
/** The names of what it counts, without its cohort. */
const counted = (given: Partial<CohortMessage>) =>
  Object.keys(cohortCounters({ ...tested, ...given }) ?? {}).map((name) => name.slice(name.indexOf('#') + 1));

test.each<[string, number | undefined, boolean]>([
  ['never', undefined, false],
  ['as it was tried', 0, true],
  ['within the window', 12, true],
  ['at its last moment', 24, true],
  ['after it', 24 + 1 / HOUR, false],
  ['before it was tried', -1 / HOUR, false],
])('who did it %s', (_, hours, counts) => {
  const did_at = hours === undefined ? undefined : at(hours);
  expect(counted({ did_at })).toEqual(['tried#b', ...(counts ? ['did#b'] : []), 'delivered#b']);
});

test.each<[string, Partial<CohortMessage>, string[]]>([
  ['failed counts as tried, and did not', { status: 'failed' }, ['tried#b']],
  ['may have been sent counts as tried', { status: 'unknown' }, ['tried#b']],
  ['was skipped before a try counts nowhere', { status: 'skipped', tried_at: undefined }, []],
  ['is of the rest counts nowhere', { phase: 'rest', did_at: at(1) }, []],
  [
    'is read, where reads count',
    { metric: 'read', status: 'read', read_at: at(1) },
    ['tried#b', 'did#b', 'delivered#b'],
  ],
  ['is answered, where answers count', { metric: 'replied', replied_at: at(1) }, ['tried#b', 'did#b', 'delivered#b']],
  ['is read, where taps count', { status: 'read', read_at: at(1) }, ['tried#b', 'delivered#b']],
])('a message that %s', (_, given, names) => {
  expect(counted(given)).toEqual(names);
});

test('who was held back counts from their planning, and so do all others, also those who were skipped', () => {
  const planned = { planned_at: at(0), arm: undefined, tried_at: undefined };
  expect(counted({ ...planned, phase: 'holdout', status: 'skipped', bought_at: at(5) })).toEqual([
    'planned#held',
    'bought#held',
  ]);
  expect(counted({ ...planned, phase: undefined, status: 'skipped', bought_at: at(25) })).toEqual(['planned#sent']);
});
