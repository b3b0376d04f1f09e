import { afterEach, expect, test } from 'vitest';

import {
  isSomebodyElse,
  isTaken,
  renewalTime,
  LIKE_SESSION,
  type Session,
} from '../../../console/services/session-rules.ts';
import { recall } from '../../../console/services/storage.ts';
import { fakeStorage, noStorage } from './fake-storage.ts';

afterEach(noStorage);

const own: Session = { id: 'a', credential: 'one', at: 1000, account: { subject: 'ana' } };
const told = (given: Partial<Session>): Session => ({ ...own, credential: 'two', ...given });

test('a tab without anybody takes what it is told', () => {
  expect(isTaken(undefined, false, own)).toBe(true);
});

test('a tab takes the later token of its own sign-in, and nothing of another one', () => {
  expect(isTaken(own, false, told({ at: 2000 }))).toBe(true);
  expect(isTaken(own, false, told({ at: 500 }))).toBe(false);
  expect(isTaken(own, false, told({ at: 2000, id: 'b' }))).toBe(false);
});

test('a tab whose time is over takes any sign-in but its own dead token', () => {
  expect(isTaken(own, true, told({ id: 'b' }))).toBe(true);
  expect(isTaken(own, true, { ...own, at: 2000 })).toBe(false);
});

test('people are different when the provider says so, and not for want of knowing', () => {
  expect(isSomebodyElse(own, told({ account: { subject: 'bob' } }))).toBe(true);
  expect(isSomebodyElse(own, told({}))).toBe(false);
  expect(isSomebodyElse(own, told({ account: undefined }))).toBe(false);
});

test.each([
  [3600, 3_540_000],
  [60, 30_000],
  [0, 0],
  [undefined, undefined],
])('a token of %s seconds is renewed after %s ms', (seconds, after) => {
  expect(renewalTime(5, seconds)).toBe(after === undefined ? undefined : 5 + after);
});

test('what a tab kept is read; anything else is nobody', () => {
  const sessionFrom = (kept: string | null) => {
    fakeStorage({ sessionStorage: { session: kept } });
    return recall('sessionStorage', 'session', LIKE_SESSION);
  };
  expect(sessionFrom(JSON.stringify(own))).toEqual(own);
  for (const kept of [null, '', '{', 'null', '[]', '{"id":"a"}', '"hk_x"']) expect(sessionFrom(kept)).toBeUndefined();
});
