import { Linter } from 'eslint';
import { expect, test } from 'vitest';

import { noRecursion, UNBOUNDED_LOOPS } from '../../../admin/lint/bounded.ts';

const linter = new Linter();
function faults(code: string): number {
  return linter.verify(code, {
    plugins: { herald: { rules: { 'no-recursion': noRecursion } } },
    rules: { 'herald/no-recursion': 'error', 'no-restricted-syntax': ['error', ...UNBOUNDED_LOOPS] },
  }).length;
}

test.each([
  'for (;;) f();',
  'for (let n = 0; ; n++) f(n);',
  'while (true) f();',
  'do f(); while (true);',
  'while (!(await write())) read();',
  'while (pending.length > 0) pending = await send(pending);',
  'do { after = (await page(after)).last; } while (after);',
  'for (let page = await read(); page; page = await read(page.last)) use(page);',
  'for (let n = 0; await more(n); n++) f(n);',
  'function walk(tree) { return tree.children.map((child) => walk(child)); }',
  'async function retry() { try { await f(); } catch { await retry(); } }',
])('a loop or a retry without a bound is a fault: %s', (code) => {
  expect(faults(code)).toBe(1);
});

test.each([
  'for (let tried = 0; tried < 3; tried += 1) await f();',
  'for (const item of items) await f(item);',
  'for await (const page of pagesOf(read)) use(page);',
  'while (start < text.length) start = next(text, start);',
  'await table.untilWon(async () => (await write()) ? 1 : LOST);',
  'function walk(tree) { return other(tree); }',
])('one with a bound is none: %s', (code) => {
  expect(faults(code)).toBe(0);
});
