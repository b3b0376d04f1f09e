import { expect, test } from 'vitest';

import type { Claim, Messages } from '../../../shared/message/message.store.ts';
import type { OutboundMessage, Outcome } from '../../../shared/provider/provider.ts';
import { LEASE, sendMessage, type SendResult } from '../../../shared/send/send-message.ts';
import { renderMessage } from '../../../shared/message/render-message.ts';
import { payloadOf } from '../../../shared/provider/twilio/twilio-content.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { campaignOf, customerOf, fakeClock, senderOf, START } from '../fixtures.ts';

const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const SID = `SM${'b'.repeat(32)}`;

/** Sends to one customer by a provider with this answer. @returns everything that happened on the way */
async function sent(
  outcome: Outcome | 'never',
  {
    claim = { got: true, attempts: 1 },
    campaign = campaignOf({ status: 'sending', run: 1 }),
  }: {
    claim?: Claim;
    campaign?: ReturnType<typeof campaignOf>;
  } = {},
) {
  const clock = fakeClock();
  const customer = customerOf();
  const written: unknown[][] = [];
  const asked: OutboundMessage[] = [];
  const note =
    (name: string) =>
    async (...given: unknown[]) =>
      void written.push([name, ...given]);
  const messages = {
    async claim(...given: unknown[]) {
      written.push(['claim', ...given]);
      return claim;
    },
    accept: note('accept'),
    fail: note('fail'),
    release: note('release'),
    markUnknown: note('markUnknown'),
  } as unknown as Messages;
  const provider = {
    async send(_: unknown, outbound: OutboundMessage): Promise<Outcome> {
      asked.push(outbound);
      clock.advance(700);
      if (outcome === 'never') throw new Error('The provider was asked.');
      return outcome;
    },
  };
  const sender = senderOf({ provider: 'another' });
  const context = { campaign, sender, credentials, holder: 'chk_me', linkSecret: 'link secret' };
  const providers = (name: string | undefined) => {
    expect(name).toBe('another');
    return provider;
  };
  const frequencies = { take: async () => ({ got: true as const }), giveBack: note('give back') };
  const result = await sendMessage(customer, context, { clock, ids, messages, frequencies, providers });
  const of = { campaign_id: campaign.id, customer_id: customer.id };
  return { result, written, asked, customer, campaign, sender, of };
}

const at = timestamp(START + 700);

test.each<[Outcome, SendResult, unknown[]]>([
  [{ kind: 'accepted', provider_sid: SID }, { kind: 'settled' }, ['accept', 'of', SID, at]],
  [{ kind: 'not_sent' }, { kind: 'released', because: 'unreachable' }, ['release', 'of', 'chk_me']],
  [
    { kind: 'ambiguous', reason: 'ECONNRESET' },
    { kind: 'unknown' },
    ['markUnknown', 'of', 'chk_me', 'The provider did not say whether it took the message.', at],
  ],
  [
    { kind: 'refused', code: '20500', class: 'ambiguous' },
    { kind: 'unknown' },
    ['markUnknown', 'of', 'chk_me', expect.any(String), at],
  ],
  [
    { kind: 'refused', code: '429', class: 'throttled' },
    { kind: 'released', because: 'throttled' },
    ['release', 'of', 'chk_me'],
  ],
  [
    { kind: 'refused', code: '63018', class: 'throttled' },
    { kind: 'released', because: 'throttled' },
    ['release', 'of', 'chk_me'],
  ],
  [
    { kind: 'refused', code: '20003', class: 'fatal' },
    { kind: 'released', because: 'fatal', error: { code: '20003', class: 'fatal' } },
    ['release', 'of', 'chk_me'],
  ],
  ...(
    [
      ['21609', 'setup'],
      ['63015', 'sandbox'],
      ['21655', 'template_gone'],
      ['63041', 'template_paused'],
    ] as const
  ).map(([code, errorClass]): [Outcome, SendResult, unknown[]] => [
    { kind: 'refused', code, class: errorClass },
    { kind: 'released', because: 'fatal', error: { code, class: errorClass } },
    ['release', 'of', 'chk_me'],
  ]),
  [
    { kind: 'refused', code: '63038', class: 'account_limit' },
    { kind: 'released', because: 'limit', limit: { why: 'account_limit', until: Date.parse('2026-11-21') } },
    ['release', 'of', 'chk_me'],
  ],
  [
    { kind: 'refused', code: '63038', class: 'account_limit', retry_after: 3_600 },
    { kind: 'released', because: 'limit', limit: { why: 'account_limit', until: Date.parse('2026-11-20T13:10Z') } },
    ['release', 'of', 'chk_me'],
  ],
  ...(
    [
      ['21211', 'bad_recipient'],
      ['21610', 'opted_out'],
      ['63016', 'outside_window'],
      ['63049', 'marketing_limit'],
    ] as const
  ).map(([code, errorClass]): [Outcome, SendResult, unknown[]] => [
    { kind: 'refused', code, class: errorClass },
    { kind: 'settled' },
    ['fail', 'of', 'chk_me', expect.objectContaining({ code, class: errorClass }), at],
  ]),
  ...(
    [
      ['21656', 'template'],
      ['63013', 'template'],
      ['63019', 'media'],
      ['63010', 'transient'],
      ['99999', 'unknown'],
    ] as const
  ).map(([code, errorClass]): [Outcome, SendResult, unknown[]] => [
    { kind: 'refused', code, class: errorClass },
    { kind: 'settled', because: 'refused', error: { code, class: errorClass } },
    ['fail', 'of', 'chk_me', expect.objectContaining({ code, class: errorClass }), at],
  ]),
])('the outcome %j has the result %j', async (outcome, result, [write, _, ...given]) => {
  const all = await sent(outcome);
  expect(all.result).toEqual(result);
  expect(all.written.slice(1)).toEqual([[write, all.campaign.tenant_id, all.of, ...given]]);
});

test('the claim has what is sent and a lease, the message the token that its statuses come back with', async () => {
  const { written, asked, customer, campaign, sender, of } = await sent({ kind: 'accepted', provider_sid: SID });
  expect(written[0]).toEqual([
    'claim',
    campaign.tenant_id,
    {
      ...of,
      id: expect.stringMatching(/^msg_/),
      status: 'sending',
      attempts: 1,
      variables: ['Ana'],
      holder: 'chk_me',
      lease_until: START + LEASE,
      sending_since: START,
    },
    START,
  ]);
  expect(asked).toEqual([
    {
      to: customer.phone_number,
      from: sender.phone_number,
      message: renderMessage(campaign, of, ['Ana'], 'link secret'),
      callback: { tenant_id: campaign.tenant_id, token: messageToken(of) },
    },
  ]);
  expect(payloadOf(asked[0]!.message)).toEqual({ body: 'Hi Ana, we have news.', media_url: undefined });
});

test.each<[Claim, SendResult]>([
  [{ got: false }, { kind: 'settled' }],
  [
    { got: false, leased_until: START + 5 },
    { kind: 'leased', until: START + 5 },
  ],
])('with the claim %j nothing is sent, and the result is %j', async (claim, result) => {
  const all = await sent('never', { claim });
  expect(all.result).toEqual(result);
  expect(all.asked).toEqual([]);
  expect(all.written.map(([name]) => name)).toEqual(['claim']);
});
