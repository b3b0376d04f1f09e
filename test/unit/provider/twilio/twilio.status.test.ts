import { expect, test } from 'vitest';

import { statusReport } from '../../../../shared/provider/twilio/twilio-status.ts';
import { explain } from '../../../../shared/provider/twilio/error-codes.ts';

const SID = `SM${'a'.repeat(32)}`;

test.each([
  ['accepted', 'accepted'],
  ['queued', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
])("Twilio's %s is %s", (word, status) => {
  expect(statusReport(SID, word, undefined)).toEqual({ status, provider_sid: SID, error: undefined });
});

test.each([
  ['failed', '63016', '63016', 'outside_window'],
  ['undelivered', '63024', '63024', 'bad_recipient'],
  ['failed', undefined, 'none', 'unknown'],
  ['failed', '', 'none', 'unknown'],
  ['failed', 'a.b', 'none', 'unknown'],
  ['failed', '1'.repeat(10), 'none', 'unknown'],
])('%s with the error code %j is a failure of code %s, class %s', (word, errorCode, code, errorClass) => {
  expect(statusReport(SID, word, errorCode)).toEqual({
    status: word,
    provider_sid: SID,
    error: { code, class: errorClass, ...explain(code) },
  });
});

test('an error code with a status that is no failure is left out', () => {
  expect(statusReport(SID, 'delivered', '63016')).toMatchObject({ error: undefined });
});

test.each(['scheduled', 'receiving', 'canceled', '', 'SENT', 'constructor'])(
  'the word %j says nothing that Herald keeps',
  (word) => {
    expect(statusReport(SID, word, undefined)).toBeUndefined();
  },
);
