import { expect, test } from 'vitest';

import { deadReferences } from '../../docs/references.ts';
import { documentsOf, readDocument, readmeExcess, repository } from '../../docs/repository.ts';

const OTHER = '# Here\n## Deep down\n';

/** What is dead in a document at `docs/page.md`. */
function dead(page: string): string[] {
  const documents: Readonly<Record<string, string>> = { 'docs/page.md': page, 'docs/other.md': OTHER };
  const files = [
    ...Object.keys(documents),
    'shared/run/plan-page.ts',
    'shared/run/lane.ts',
    'test/unit/run/lane.test.ts',
  ];
  const read = (path: string) => documents[path] ?? '';
  return deadReferences('docs/page.md', { files, scripts: ['start', 'check:docs'], read }).map(
    ({ line, message }) => `${line}: ${message}`,
  );
}

test('links to files, folders, headings and other sites are alive', () => {
  const links = '[a](other.md) [b](other.md#deep-down) [c](../shared/run) [d](#top) [e](https://example.com/x)';
  expect(dead(`# Top\n${links}`)).toEqual([]);
});

test('a link to no file and one to no heading are dead', () => {
  expect(dead('[a](gone.md)\n[b](other.md#gone)\n[c](#gone)')).toEqual([
    '1: the link leads to docs/gone.md, which does not exist',
    '2: docs/other.md has no heading #gone',
    '3: docs/page.md has no heading #gone',
  ]);
});

test('paths in backticks must exist, spelled out or not', () => {
  const alive = '`shared/run/{plan-page,lane}.ts` `shared/run/` `shared/**` `shared/run/lane.ts:12` `lane.test.ts`';
  expect(dead(alive)).toEqual([]);
  expect(dead('`shared/run/{lane,gone}.ts`\n`functions/**`\n`gone.test.ts`')).toEqual([
    '1: there is no shared/run/gone.ts',
    '2: there is no functions',
    '3: there is no gone.test.ts',
  ]);
});

test('placeholders, routes, types and commands are no paths', () => {
  expect(dead('`functions/api/<resource>/<verb>.ts` `GET /v1/campaigns` `application/json` `docs/…` `a.ts`')).toEqual(
    [],
  );
});

test('a file that the reader is to make may be named, as long as it is new', () => {
  expect(dead('<!-- new: shared/run/new.ts -->\n`shared/run/new.ts`')).toEqual([]);
  expect(dead('<!-- new: shared/run/lane.ts -->')).toEqual(['1: shared/run/lane.ts is not new, it exists']);
});

test('npm scripts must exist, in text and in blocks', () => {
  expect(dead('`npm start`, `npm run check:docs -- --run`')).toEqual([]);
  expect(dead('`npm run gone`\n\n```sh\nnpm test\n```')).toEqual([
    '1: there is no npm script gone',
    '4: there is no npm script test',
  ]);
});

test('every document of the repository is checked, README.md and those below docs included', () => {
  const documents = documentsOf(repository());
  expect(documents).toContain('README.md');
  expect(documents.filter((path) => path.startsWith('docs/adr/'))).not.toEqual([]);
});

test('README.md may have 10,240 bytes', () => {
  expect(readmeExcess('é'.repeat(5_121))).toBe(2);
  expect(readmeExcess(readDocument('README.md'))).toBe(0);
});
