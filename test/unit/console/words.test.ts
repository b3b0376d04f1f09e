import { expect, test } from 'vitest';

import { leftOut, noteWords, whyNot } from '../../../console/services/words.ts';
import { SKIP_REASONS } from '../../../shared/message/message.ts';
import { warningsOf } from '../../../shared/campaign/warnings.ts';
import { blocksOf } from '../../../shared/preflight/blocks.ts';
import { stopSentence } from '../../../shared/tenancy/sending-stop.ts';
import { campaignOf } from '../fixtures.ts';

test('what stops a campaign is told to a person without the call that a program makes', () => {
  const stopped = (by: 'tenant' | 'installation') => noteWords({ code: 'sending_stopped', message: stopSentence(by) });
  expect(stopped('tenant')).toBe('Sending is stopped for this tenant.');
  expect(stopped('installation')).toBe('Sending is stopped for the whole installation.');
  const campaign = campaignOf({
    content_templates: { default: { template_id: 'HX1', state: 'rejected', reason: 'It promises v2.0' } },
  });
  const missing = {
    sender: undefined,
    credentials: undefined,
    stopped: undefined,
    unreachableAddress: null,
    faults: [],
  };
  const blocks = blocksOf(campaign, { ...missing, unapproved: undefined, unaffordable: undefined });
  expect(blocks.map(noteWords)).toEqual([
    'There is no sender to send it.',
    'No provider credentials are stored for this tenant.',
    'The template of default was refused: It promises v2.0.',
  ]);
});

test('so is what is worth knowing, and the rest stays whole', () => {
  const warnings = warningsOf(campaignOf({ audience_unsaid: true }), 2).map(noteWords);
  expect(warnings).toEqual([
    'The campaign names no target criteria and so goes to every customer.',
    '2 people have a US number: WhatsApp delivers no marketing there.',
  ]);
  const message = 'These customers are left out: they have no value for {{name}}. Give them one.';
  expect(noteWords({ code: 'missing_variable', message })).toBe(message);
});

test('what is said of people says of how many, and in the singular of one', () => {
  const message = 'These customers wait for the sending hours where they are.';
  const told = (count: number) => noteWords({ code: 'sending_hours', message, count });
  expect(told(1)).toBe('1 person waits for the sending hours where they are.');
  expect(told(1200)).toBe('1,200 people wait for the sending hours where they are.');
  expect(leftOut('not_opted_in', 1)).toBe('has not said yes');
  expect(leftOut('not_opted_in', 1200)).toBe('have not said yes');
  expect(leftOut('opted_out', 1)).toBe('sent STOP or opted out');
});

test.each(SKIP_REASONS)('whoever is left out reads why in words: %s', (reason) => {
  expect(leftOut(reason, 2)).not.toBe(reason);
});

test('why one person got nothing is a sentence, and the code only where nothing else is known', () => {
  const sentence = 'The number cannot receive WhatsApp messages.';
  expect(whyNot({ status_reason: sentence, error_code: '63024' })).toBe(sentence);
  expect(whyNot({ status_reason: 'no_number', error_code: null })).toBe('has no phone number');
  expect(whyNot({ status_reason: null, error_code: '63024' })).toBe('63024');
  expect(whyNot({ status_reason: null, error_code: null })).toBeNull();
});
