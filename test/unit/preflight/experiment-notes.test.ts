import { expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { noCounts } from '../../../shared/preflight/audience-counts.ts';
import { notesOf } from '../../../shared/preflight/notes.ts';
import { campaignOf, START } from '../fixtures.ts';

function foundBy(usual_rate_known: boolean): string | undefined {
  const arms = [
    { variant: 'short', people: 300 },
    { variant: 'long', people: 300 },
  ];
  const notes = notesOf(campaignOf({}), {
    counted: { counts: noCounts() },
    cost: { lines: [], currency: 'USD', amount: '0' },
    timing: { starts_at: timestamp(START), ends_at: null, rate: 1, after: [] },
    experiment: { arms, waiting: 0, outside: 0, usual_rate: 0.05, usual_rate_known, smallest_difference: 0.06 },
    dailyLimit: undefined,
    limit: undefined,
  } as unknown as Parameters<typeof notesOf>[1]);
  return notes.find(({ code }) => code === 'experiment_finds')?.message;
}

test('what an experiment finds is told in whole sentences, whether the usual rate is known or assumed', () => {
  expect(foundBy(true)).toMatch(/^Usually 5\.0 % of people do what is counted\. With 600 people in the test /);
  expect(foundBy(false)).toMatch(/^Suppose 5\.0 % of people do what is counted\. With 600 people in the test /);
});
