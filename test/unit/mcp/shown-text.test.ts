import { expect, test } from 'vitest';

import { shown } from '../../../mcp/shown-text.ts';

test('what nobody sees is written out, in texts and names of fields; joiners, tabs and lines stay', () => {
  expect(shown('pay \u202e0001\u202c')).toBe('pay \\u{202e}0001\\u{202c}');
  expect(shown('a\u200bb\u0000c\u{e0041}\u{e007f}')).toBe('a\\u{200b}b\\u{0}c\\u{e0041}\\u{e007f}');
  expect(shown({ 'x\u2066': ['\ufeff', 1, null, true] })).toEqual({ 'x\\u{2066}': ['\\u{feff}', 1, null, true] });
  const plain = 'مرحبا\n\t👩🏽‍🚀 नमस्ते क्‍ष';
  expect(shown(plain)).toBe(plain);
});
