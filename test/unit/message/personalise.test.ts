import { expect, test } from 'vitest';

import { placeOf } from '../../../shared/campaign/placement.ts';
import { maySend } from '../../../shared/message/may-send.ts';
import { personalise } from '../../../shared/message/personalise.ts';
import { campaignOf, customerOf, START } from '../fixtures.ts';

const experiment = { metric: 'read' as const, window_hours: 24, test_share: 0.5, no_winner: 'control' as const };
const campaign = campaignOf({
  weight: 1,
  experiment,
  contents: [{ key: 'b', weight: 1, message_content: 'Hey {{attributes.pet}}!' }],
});
const people = Array.from({ length: 60 }, () => customerOf({ attributes: { pet: 'cat' } }));
const isTest = (id: string) => placeOf(campaign, id).isTest;
const at = '2026-11-21T12:00:00.000Z';
const decided = (rest: string) => ({
  ...campaign,
  decision: { at, by: 'set_time' as const, rest, counts: [], verdict: '' },
});

test('the test gets the arms by chance, and the rest waits', () => {
  const test = people.filter(({ id }) => isTest(id)).map((one) => personalise(campaign, one));
  expect(new Set(test.map(({ content_key }) => content_key))).toEqual(new Set(['default', 'b']));
  for (const { part, content_key } of test) expect(part).toEqual({ phase: 'test', arm: content_key, propensity: 0.5 });
  const rest = people.filter(({ id }) => !isTest(id)).map((one) => personalise(campaign, one));
  for (const one of rest) expect(one).toMatchObject({ awaits: 'decision', content_key: 'default' });
});

test('whoever cannot get every arm gets the control, at once, and takes no part', () => {
  for (let n = 0; n < 40; n++) {
    const { part, awaits, content_key } = personalise(campaign, customerOf({ attributes: {} }));
    expect([part, awaits, content_key]).toEqual([undefined, undefined, 'default']);
  }
});

test('whoever one arm may not be sent to takes no part: no arm loses people that another keeps', () => {
  const existing = { template_id: 'HX1', name: 'b', status: 'approved' as const, category: 'utility' as const };
  const mixed = campaignOf({
    ...{ weight: 1, experiment, send_as: 'template' as const },
    contents: [{ key: 'b', weight: 1, existing: { ...existing, variables: {} } }] as never,
  });
  const parts = (country: string) =>
    new Set(
      people.map(
        (one) => personalise(mixed, { ...one, country }).part?.phase ?? personalise(mixed, { ...one, country }).awaits,
      ),
    );
  expect(parts('US')).toEqual(new Set([undefined]));
  expect(parts('FR')).toEqual(new Set(['test', 'decision']));
});

test('a decision is for the rest alone: an arm that was drawn stays', () => {
  for (const one of people) {
    const now = personalise(decided('b'), one);
    if (isTest(one.id)) expect(now).toEqual(personalise(campaign, one));
    else expect(now).toMatchObject({ content_key: 'b', part: { phase: 'rest', arm: 'b', propensity: 1 } });
    if (!isTest(one.id)) expect(personalise(decided('stop'), one).awaits).toBe('nothing');
  }
});

test('whoever is held back gets nothing; of them, the rest waits like all others', () => {
  const holding = { ...campaign, holdout: 0.5 };
  const slot = { begin: START, end: START };
  for (const one of people) {
    const { isHeldBack, isTest } = placeOf(holding, one.id);
    const answer = maySend(holding, one, undefined, slot);
    if (!isTest) expect(answer).toEqual({ kind: 'undecided' });
    else expect(answer).toEqual(isHeldBack ? { kind: 'never', reason: 'holdout' } : { kind: 'now' });
    if (isHeldBack)
      expect(maySend({ ...decided('b'), holdout: 0.5 }, one, undefined, slot)).toEqual({
        kind: 'never',
        reason: 'holdout',
      });
  }
});
