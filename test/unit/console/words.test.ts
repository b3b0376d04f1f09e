import { expect, test } from 'vitest';

import { isKnown } from '../../../console/services/words.ts';

test('no calls to a number that nobody tracks are not known, unless somebody reported some', () => {
  expect(isKnown({ observed_by: 'reported', clicks: 0 })).toBe(false);
  expect(isKnown({ observed_by: 'reported', clicks: 2 })).toBe(true);
  expect(isKnown({ observed_by: 'call_tracking', clicks: 0 })).toBe(true);
});
