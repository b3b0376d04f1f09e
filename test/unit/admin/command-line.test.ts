import { expect, test } from 'vitest';
import * as z from 'zod';

import { parseCommandLine, type CommandLineInput } from '../../../admin/command-line.ts';
import { wholeNumber } from '../../../admin/settings.ts';

const command = {
  usage: 'npm run sample -- [--count 3] [--name X] [--json] [part …]',
  options: { count: wholeNumber(1, 9).default(3), name: z.string().optional(), json: z.boolean().default(false) },
  variables: {
    PORT: wholeNumber(0, 65_535).default(3000),
    API_KEY: z.string().min(9, 'must be nine characters').optional(),
    API_ACCOUNT: z.string().optional(),
  },
  words: ['first', 'second'],
  pairs: [['API_KEY', 'API_ACCOUNT']],
} as const;

function parse(args: readonly string[], env: CommandLineInput['env'] = {}) {
  return parseCommandLine(command, { args, env });
}

test('options, variables and words are read, with their defaults', () => {
  expect(parse([])).toEqual({ values: { count: 3, json: false, PORT: 3000 }, words: [] });
  expect(parse(['first', '--count', '7', '--json', '--name=-x', 'second'], { PORT: '0' })).toEqual({
    values: { count: 7, json: true, name: '-x', PORT: 0 },
    words: ['first', 'second'],
  });
});

test('an empty variable counts as not set', () => {
  expect(parse([], { PORT: '', API_KEY: '' })).toMatchObject({ values: { PORT: 3000 } });
});

test('every fault is named at once, with what was given and what is allowed', () => {
  const { faults } = parse(['--cuont', '--count=x', '--json=yes', '--name', '--', 'third'], {
    PORT: '70000',
    API_KEY: 'secret',
  });
  expect(faults).toEqual([
    'There is no option --cuont.',
    '--json takes no value, not even "yes".',
    '--name needs a value: a text.',
    'There is no "third"; there are first, second.',
    '--count is "x": it must be a whole number from 1 to 9.',
    `Usage: ${command.usage}`,
    'PORT is "70000": it must be a whole number from 0 to 65535.',
    'API_KEY is not valid: it must be nine characters.',
    'API_KEY and API_ACCOUNT belong together: set both or neither.',
  ]);
});

test.each([['--count'], ['--count='], ['--count', '--json']])('an option without its value is named: %s', (...args) => {
  expect(parse(args).faults?.[0]).toBe('--count needs a value: a whole number from 1 to 9.');
});

test('what is required and missing is named', () => {
  const required = { usage: '…', options: { name: z.string().describe('a name') } };
  expect(parseCommandLine(required, { args: [], env: {} }).faults?.[0]).toBe('--name is missing: it must be a name.');
});

test('a word is a fault where none is expected', () => {
  expect(parseCommandLine({ usage: '…' }, { args: ['words'], env: {} }).faults?.[0]).toMatch(
    '"words" is not an option',
  );
});
