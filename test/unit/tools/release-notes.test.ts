import { expect, test } from 'vitest';

import { releaseNotes } from '../../../tools/release-notes.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.10.0] - 2027-02-01

### Added

- A thing.

## [1.1.0] - 2027-01-01

- The first.
`;

test('the notes of a release are what stands below its version, without its neighbours', () => {
  expect(releaseNotes(CHANGELOG, '1.10.0')).toBe('### Added\n\n- A thing.');
  expect(releaseNotes(CHANGELOG, '1.1.0')).toBe('- The first.');
});

test.each(['1.1', '2.0.0', '', 'Unreleased'])('a release of which nothing is said is refused: %j', (version) => {
  expect(() => releaseNotes(CHANGELOG, version)).toThrow(/CHANGELOG\.md says nothing of/);
});
