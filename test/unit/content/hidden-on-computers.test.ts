import { expect, test } from 'vitest';

import { isHiddenOnComputers } from '../../../shared/content/hidden-on-computers.ts';

test.each([
  [false, []],
  [false, ['reply', 'reply', 'reply']],
  [false, ['url', 'url', 'call']],
  [true, ['reply', 'url']],
  [true, ['call', 'reply']],
  [true, ['reply', 'reply', 'reply', 'reply']],
] as const)('whether computers hide a message is %s of the buttons %j', (isHidden, types) => {
  expect(isHiddenOnComputers(types.map((type) => ({ type })))).toBe(isHidden);
});
