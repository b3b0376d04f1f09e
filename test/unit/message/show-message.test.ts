import { describe, expect, test } from 'vitest';

import { buttonToken } from '../../../shared/message/message-token.ts';
import { showMessage } from '../../../shared/message/show-message.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { payloadOf } from '../../../shared/provider/twilio/twilio-content.ts';
import { approved, campaignOf } from '../fixtures.ts';

const SECRET = 'the tenant’s link secret';
const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
const provider = { payload: payloadOf };

describe('a message as a caller sees it', () => {
  const campaign = campaignOf({ message_content: 'Hi {{name}}.' });
  const message = { id: ids.next('msg'), ...of, status: 'sent', variables: ['Ana'], attempts: 1 } as const;

  test.each([
    [{}, { body: 'Hi Ana.' }],
    [{ status: 'failed' }, { body: 'Hi Ana.' }],
    [{ status: 'skipped' }, null],
    [{ status: 'skipped', attempts: 0, variables: [] }, null],
    [{ attempts: 0 }, null],
  ] as const)('with %j has the payload %j', (given, payload) => {
    expect(showMessage(campaign, { ...message, ...given, variables: ['Ana'] }, SECRET, provider).payload).toEqual(
      payload,
    );
  });

  test('of a tenant that never began a campaign has no payload', () => {
    expect(showMessage(campaign, { ...message, variables: ['Ana'] }, undefined, provider).payload).toBeNull();
  });

  test('that was sent by a template has the payload with the names of the first provider', () => {
    const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' as const }];
    const { payload } = showMessage(
      { ...campaign, buttons, content_templates: approved('HX1') },
      { ...message, variables: ['Ana'] },
      SECRET,
      provider,
    );
    expect(payload).toEqual({ content_sid: 'HX1', content_variables: { 1: 'Ana', 2: buttonToken(of, 0) } });
  });
});
