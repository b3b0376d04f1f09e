import { expect, test } from 'vitest';

import { asBegun } from '../../../shared/campaign/campaign.ts';
import { NO_FACTS } from '../../../shared/campaign/audience.ts';
import { placeOf } from '../../../shared/campaign/placement.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { countCustomer, noCounts } from '../../../shared/preflight/audience-counts.ts';
import { notesOf } from '../../../shared/preflight/notes.ts';
import { campaignOf, customerOf, START } from '../fixtures.ts';

const reply = { id: 'order', title: 'Order', type: 'reply' as const };
const link = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
const campaign = campaignOf({
  ...{ weight: 1, buttons: [reply], contents: [{ key: 'web', weight: 1, buttons: [link] }] },
  experiment: { metric: 'converted', window_hours: 24, test_share: 0.5, no_winner: 'control', pick: 'predicted' },
});
const people = Array.from({ length: 60 }, () => customerOf({ created_at: timestamp(START - 1) }));

function counted(picking: boolean) {
  const begun = { ...asBegun(campaign, timestamp(START)), picking };
  const counts = noCounts();
  for (const one of people)
    countCustomer(
      counts,
      { campaign: begun, starts_at: START, hours: undefined, cap: undefined },
      picking ? { ...one, picked: 'web' } : one,
      NO_FACTS,
    );
  const notes = notesOf(begun, {
    counted: { counts },
    cost: { lines: [], currency: 'USD', amount: '0' },
    timing: { starts_at: timestamp(START), ends_at: null, rate: 1, after: [] },
    experiment: null,
    dailyLimit: undefined,
    limit: undefined,
  } as unknown as Parameters<typeof notesOf>[1]);
  return { trial: counts.trial, notes: notes.filter(({ code }) => code.startsWith('experiment_pick')), begun };
}

test('where picks are proved nobody waits, and chance alone makes the test', () => {
  const { trial, notes, begun } = counted(true);
  const tested = people.filter(({ id }) => placeOf(begun, id).isTest).length;
  expect(trial.get('picked')).toBe(people.length - tested);
  expect((trial.get('arm default') ?? 0) + (trial.get('arm web') ?? 0)).toBe(tested);
  expect(trial.has('waiting')).toBe(false);
  expect(notes).toMatchObject([{ code: 'experiment_picks', count: people.length - tested }]);
});

test('where they are not, it is counted as a plain experiment, and the preflight says why', () => {
  const { trial, notes, begun } = counted(false);
  const waiting = people.filter(({ id }) => !placeOf(begun, id).isTest).length;
  expect(trial.get('waiting')).toBe(waiting);
  expect(trial.has('picked')).toBe(false);
  expect(notes).toMatchObject([{ code: 'experiment_pick_unproved' }]);
});
