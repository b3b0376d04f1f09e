import { expect, test } from 'vitest';

import { withFigures } from '../../../../bench/access-patterns/page.ts';

const PAGE = `
| item | size |
| ---- | ---- |
| read | 1    |

| what       | operation | R | W |
| ---------- | --------- | - | - |
| \`read\` of | Get       | 7 |   |
| write      | Put       |   | 7 |
`;
const FIGURES = new Map([
  ['read of', { R: '1', W: '' }],
  ['write', { R: '', W: '2 per item' }],
]);

test('figures are written into the columns R and W of the rows of their names, and nowhere else', () => {
  const lines = withFigures(PAGE, FIGURES).split('\n');
  expect(lines.filter((line) => line.startsWith('| `read`'))).toEqual(['| `read` of | Get | 1 |  |']);
  expect(lines.filter((line) => line.startsWith('| write'))).toEqual(['| write | Put |  | 2 per item |']);
  expect(lines.filter((line) => line.startsWith('| read'))).toEqual(['| read | 1    |']);
});

test('a table without a column R gets its W alone', () => {
  const page = '| what | W |\n| --- | --- |\n| write | |';
  expect(withFigures(page, new Map([['write', { R: '', W: '1' }]]))).toContain('| write | 1 |');
});

test('a row without a figure and a figure without a row are faults that name them', () => {
  const other = new Map([
    ['read of', { R: '1', W: '' }],
    ['delete', { R: '', W: '1' }],
  ]);
  expect(() => withFigures(PAGE, other)).toThrow(/row "write".*\n.*pattern "delete"/);
});
