import { expect, test } from 'vitest';

import { auditLevel } from '../../../shared/contract/audit-level.ts';
import { ROUTES } from '../../../shared/routes.ts';

/** Which requests may change something and need no entry, and why. */
const NOT_AUDITED = {
  'campaign.preflight': 'It counts.',
  'campaign.preflight_draft': 'It counts.',
  'campaign.preview': 'It shows.',
  'interaction.click': 'It is a tap, of which there are as many as people.',
};
/** Resources that hold what is known of customers. */
const OF_PEOPLE = /^(customer|conversion|interaction|message|inbound)\./;

const mutating = ROUTES.filter(({ authentication, method }) => authentication === 'bearer' && method !== 'GET');

test('every route that may change something is audited, but for those that are named here with a reason', () => {
  const without = mutating.filter((route) => auditLevel(route) === 'none').map(({ id }) => id);
  expect(without.toSorted()).toEqual(Object.keys(NOT_AUDITED).toSorted());
});

test('no route about customers shows values', () => {
  const shown = mutating.filter((route) => auditLevel(route) === 'values').map(({ id }) => id);
  expect(shown.filter((id) => OF_PEOPLE.test(id))).toEqual([]);
});

test('reading, and what providers and people send, is not audited', () => {
  const others = ROUTES.filter((route) => !mutating.includes(route));
  expect(others.filter((route) => auditLevel(route) !== 'none')).toEqual([]);
});
