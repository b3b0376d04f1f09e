import { expect, test } from 'vitest';

import { isKnown, noteWords } from '../../../console/services/words.ts';
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
    'The campaign names no target_criteria and so goes to every customer.',
    expect.stringMatching(/^These customers have US numbers/),
  ]);
  const message = 'These customers are left out: they have no value for {{name}}. Give them one.';
  expect(noteWords({ code: 'missing_variable', message })).toBe(message);
});

test('no calls to a number that nobody tracks are not known, unless somebody reported some', () => {
  expect(isKnown({ observed_by: 'reported', clicks: 0 })).toBe(false);
  expect(isKnown({ observed_by: 'reported', clicks: 2 })).toBe(true);
  expect(isKnown({ observed_by: 'call_tracking', clicks: 0 })).toBe(true);
});
