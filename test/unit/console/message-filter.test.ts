import { expect, test } from 'vitest';

import {
  exportFilter,
  filterWords,
  MESSAGE_FILTERS,
  type MessageFilter,
} from '../../../console/services/message-filter.ts';
import { MESSAGE_STATUSES } from '../../../shared/message/message.ts';

const titleOf = (id: string) => ({ keep: 'Keep one' })[id] ?? id;
const words = (filter: MessageFilter, meaning?: string) => filterWords(filter, { titleOf, meaning });

test('people are named by what became of them', () => {
  expect(words({ status: 'skipped' })).toBe('left out');
  expect(words({ status: 'unknown' })).toBe('of whom WhatsApp never told');
  expect(words({ reached: 'handed_over' })).toBe('handed over');
  expect(words({ not_reached: 'read' })).toBe('not read');
  expect(words({ reason: 'not_opted_in' })).toBe('left out: they have not said yes');
  expect(words({ button: 'keep', not_button: 'other' })).toBe('tapped “Keep one”, did not tap “other”');
  expect(words({ content: 'default' })).toBe('with “First text”');
  expect(words({ variant: 'long', tried: 'true' })).toBe('sent to, with “Variant long”');
  expect(words({ variant: 'long', window_over: 'true', did: 'true' })).toBe(
    'measured, did what the test counts, with “Variant long”',
  );
  expect(words({ holdout: 'held', holdout_converted: 'true' })).toBe('got nothing, by chance, measured, bought');
  expect(words({})).toBe('all of this campaign');
});

test('a button or a text that is called true or false is exported as what it is called', () => {
  const filter = { button: 'true', not_button: 'false', content: 'false', variant: 'true', tapped: 'true' } as const;
  expect(exportFilter('cmp', filter)).toEqual({ campaign_id: 'cmp', ...filter, tapped: true });
});

test('why it failed is said in the words of the report, and by its code until those are there', () => {
  expect(words({ error_code: '63024' }, 'The number cannot receive WhatsApp messages.')).toBe(
    'failed: The number cannot receive WhatsApp messages.',
  );
  expect(words({ error_code: '63024' })).toBe('failed: error 63024');
});

test.each(MESSAGE_STATUSES)('no status is told as the API writes it: %s', (status) => {
  expect(words({ status })).not.toMatch(/_|^status|^(skipped|retry|sending|undelivered|unknown)$/);
});

test.each(MESSAGE_FILTERS)('a page that is filtered by %s says so', (name) => {
  expect(words({ [name]: name === 'language' ? 'de' : 'true' })).not.toBe('all of this campaign');
});
