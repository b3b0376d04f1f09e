import { expect, test } from 'vitest';

import { etagOf, isNamedBy, requireMatch } from '../../../shared/runtime/etag.ts';
import { thrown } from '../fixtures.ts';

const contract = { id: 'campaign.change', etag: { version: ['name', 'updated_at'], ignores: ['made_at'] } };
const read = { name: 'Autumn', updated_at: '1', progress: 1, made_at: 1 };
const tag = etagOf(read, contract.etag);

test('an ETag names what is shown, but not what differs each time', () => {
  expect(tag).toMatch(/^"[0-9a-f]{32}-[0-9a-f]{32}"$/);
  expect(etagOf({ ...read, made_at: 2 }, contract.etag)).toBe(tag);
  expect(etagOf({ ...read, progress: 2 }, contract.etag)).not.toBe(tag);
  expect(etagOf({ figures: 1 }, {})).toMatch(/^"[0-9a-f]{32}"$/);
});

test.each([
  [tag, true],
  [`W/${tag}`, true],
  [`"other", ${tag}`, true],
  ['*', true],
  ['"other"', false],
  ['', false],
  [undefined, false],
])('If-None-Match %s names it: %s', (header, expected) => {
  expect(isNamedBy(header, tag)).toBe(expected);
});

test('a change with If-Match needs the version that was read, not the progress', async () => {
  const answer = { ...read, progress: 9 };
  for (const header of [undefined, tag, `W/${tag}`, '*', `"other", ${tag}`])
    expect(() => requireMatch(header, contract, answer)).not.toThrow();
  for (const header of ['"other"', '', 'junk', etagOf({ ...read, name: 'Winter' }, contract.etag)])
    expect(await thrown(() => requireMatch(header, contract, answer)), header).toMatchObject({
      kind: 'outdated',
      code: 'campaign.changed',
    });
  expect(await thrown(() => requireMatch(tag, contract, { ...read, updated_at: '2' }))).toMatchObject({
    code: 'campaign.changed',
  });
});
