import fc from 'fast-check';
import { expect, test } from 'vitest';

import { kindOf } from '../../../shared/interaction/inbound.ts';

test.each([
  ...['stop', 'STOP', ' Stop. ', 'stop!!', 'StopAll', 'stop all', 'unsubscribe', 'END', 'quit', 'cancel'].map(
    (text) => [text, 'opt_out'] as const,
  ),
  ...['revoke', 'optout', 'opt out', 'Opt-Out.', 'opt\nout'].map((text) => [text, 'opt_out'] as const),
  ...['stop?', '‮stop'].map((text) => [text, 'opt_out'] as const),
  ...['start', 'START!', 'Unstop', ' un-stop '].map((text) => [text, 'opt_in'] as const),
  ...['help', 'HELP', 'Help!'].map((text) => [text, 'help'] as const),
  ...['', ' ', 'please stop it', 'nonstop', 'ending', 'yes', 'info', 'stop, please', '.'].map(
    (text) => [text, 'reply'] as const,
  ),
])('%j is %s', (text, kind) => {
  expect(kindOf(text, undefined)).toBe(kind);
});

test.each([
  ['Lass das', 'opt_out', 'opt_out'],
  ['stop', 'opt_in', 'opt_in'],
  ['what', 'help', 'help'],
  ['what', undefined, 'reply'],
  ['stop', undefined, 'opt_out'],
] as const)('%j that the provider took for %j is %s', (text, keyword, kind) => {
  expect(kindOf(text, keyword)).toBe(kind);
});

test('spaces and dots around a keyword, and its case, change nothing', () => {
  const around = fc.string({ unit: fc.constantFrom(' ', '\n', '\t'), maxLength: 3 });
  const word = fc.constantFrom('stop', 'start', 'help', 'quit');
  fc.assert(
    fc.property(
      around,
      word,
      fc.boolean(),
      fc.constantFrom('', '.', '!', '!!'),
      around,
      (left, text, up, end, right) => {
        expect(kindOf(left + (up ? text.toUpperCase() : text) + end + right, undefined)).toBe(kindOf(text, undefined));
      },
    ),
  );
});
