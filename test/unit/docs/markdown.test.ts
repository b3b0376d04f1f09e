import { expect, test } from 'vitest';

import { scan } from '../../docs/markdown.ts';

test('links, images, references and code spans are found with their lines', () => {
  const { links, spans } = scan(
    'See [one](a.md#b) and ![two](c.png "title").\n\n[three]: <d.md>\n`lib/main.ts` and ``a ` b``',
  );
  expect(links).toEqual([
    { text: 'a.md#b', line: 1 },
    { text: 'c.png', line: 1 },
    { text: 'd.md', line: 3 },
  ]);
  expect(spans).toEqual([
    { text: 'lib/main.ts', line: 4 },
    { text: 'a ` b', line: 4 },
  ]);
});

test('a link in a code span or in a fence is none', () => {
  expect(scan('`[a](b.md)`\n\n```md\n[c](d.md)\n# no heading\n```\n')).toMatchObject({ links: [], anchors: new Set() });
});

test('an anchor is made of a heading as GitHub makes it', () => {
  const { anchors } = scan(
    '# What Herald *does*\n## `npm start`, here\n## [A link](x.md)\n## A link\n<a id="own"></a>\n',
  );
  expect([...anchors]).toEqual(['what-herald-does', 'npm-start-here', 'a-link', 'a-link-1', 'own']);
});

test('a block has the status that the comment before it expects, and the next one has none', () => {
  const { blocks } = scan('<!-- expect: 409 -->\n\n```sh\ncurl a\n```\n\n```sh\ncurl b\n```\n');
  expect(blocks).toEqual([
    { language: 'sh', text: 'curl a', line: 4, expect: 409 },
    { language: 'sh', text: 'curl b', line: 8 },
  ]);
});

test('a comment that other text follows expects nothing of a later block', () => {
  expect(scan('<!-- expect: 409 -->\ntext\n```sh\ncurl a\n```').blocks[0]).not.toHaveProperty('expect');
});

test('a longer fence holds a shorter one', () => {
  expect(scan('````md\n```sh\nls\n```\n````\n').blocks).toEqual([{ language: 'md', text: '```sh\nls\n```', line: 2 }]);
});
