import { describe, expect, test } from 'vitest';

import type { Claim, Messages } from '../../../shared/message/message.store.ts';
import type { Outbound, Outcome } from '../../../shared/provider/provider.ts';
import { LEASE, reasonToSkip, sendMessage } from '../../../shared/send/send-message.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { campaignOf, customerOf, fakeClock, senderOf, START } from '../fixtures.ts';

const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const SID = `SM${'b'.repeat(32)}`;

/** Sends to one customer with a provider of one answer, and tells everything that happened. */
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
  const asked: Outbound[] = [];
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
    doubt: note('doubt'),
  } as unknown as Messages;
  const provider = {
    async send(_: unknown, outbound: Outbound): Promise<Outcome> {
      asked.push(outbound);
      clock.advance(700);
      if (outcome === 'never') throw new Error('The provider was asked.');
      return outcome;
    },
  };
  const sender = senderOf();
  const links = { linkSecret: 'link secret', publicBaseUrl: 'https://h.example' };
  const context = { campaign, sender, credentials, holder: 'chk_me', ...links };
  const frequencies = { take: async () => ({ got: true as const }), giveBack: note('give back') };
  const verdict = await sendMessage(customer, context, { clock, ids, messages, frequencies, provider });
  const of = { campaign_id: campaign.id, customer_id: customer.id };
  return { verdict, written, asked, customer, campaign, sender, of };
}

const at = timestamp(START + 700);

test.each<[Outcome, object, unknown[]]>([
  [{ kind: 'accepted', provider_sid: SID }, { kind: 'settled' }, ['accept', 'of', SID, at]],
  [{ kind: 'not_sent' }, { kind: 'released', because: 'unreachable' }, ['release', 'of', 'chk_me']],
  [
    { kind: 'ambiguous', reason: 'ECONNRESET' },
    { kind: 'doubtful' },
    ['doubt', 'of', 'chk_me', 'The provider did not say whether it took the message.'],
  ],
  [{ kind: 'refused', code: 20500 }, { kind: 'doubtful' }, ['doubt', 'of', 'chk_me', expect.any(String)]],
  [{ kind: 'refused', code: 429 }, { kind: 'released', because: 'throttled' }, ['release', 'of', 'chk_me']],
  [{ kind: 'refused', code: 63018 }, { kind: 'released', because: 'throttled' }, ['release', 'of', 'chk_me']],
  [{ kind: 'refused', code: 20003 }, { kind: 'released', because: 'fatal', code: 20003 }, ['release', 'of', 'chk_me']],
  ...[21211, 21610, 63016, 63049, 63019, 63010, 99999].map((code): [Outcome, object, unknown[]] => [
    { kind: 'refused', code },
    { kind: 'settled' },
    ['fail', 'of', 'chk_me', { code: String(code), reason: expect.any(String) }, at],
  ]),
  ...[21656, 63013].map((code): [Outcome, object, unknown[]] => [
    { kind: 'refused', code },
    { kind: 'settled', because: 'template', code },
    ['fail', 'of', 'chk_me', { code: String(code), reason: expect.any(String) }, at],
  ]),
])('the outcome %j is the verdict %j', async (outcome, verdict, [write, _, ...given]) => {
  const all = await sent(outcome);
  expect(all.verdict).toEqual(verdict);
  expect(all.written.slice(1)).toEqual([[write, all.campaign.tenant_id, all.of, ...given]]);
});

test('what is claimed is what is sent, with a lease and a token of its own', async () => {
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
      payload: { body: 'Hi Ana, we have news.', media_url: undefined },
      status_callback: `https://h.example/webhooks/twilio/${campaign.tenant_id}/status?m=${messageToken(of)}`,
    },
  ]);
});

test.each<[Claim, object]>([
  [{ got: false }, { kind: 'settled' }],
  [
    { got: false, held_until: START + 5 },
    { kind: 'held', until: START + 5 },
  ],
])('without the claim, %j, nobody is sent to: %j', async (claim, verdict) => {
  const all = await sent('never', { claim });
  expect(all.verdict).toEqual(verdict);
  expect(all.asked).toEqual([]);
  expect(all.written.map(([name]) => name)).toEqual(['claim']);
});

describe('whom not to send to', () => {
  const consent = (status: 'opted_in' | 'opted_out' | 'unknown') => ({ status, source: null, text: null, at: null });
  const plain = campaignOf({ message_content: 'Hi {{name}}' });
  const template = { ...plain, content_sid: `HX${'a'.repeat(32)}` };

  test.each([
    ['someone who is gone', plain, undefined, 'customer_deleted'],
    ['someone who opted out', plain, customerOf({ consent: consent('opted_out') }), 'opted_out'],
    ['someone who never said', plain, customerOf({ consent: consent('unknown') }), 'not_opted_in'],
    ['someone without a name, by a template', template, customerOf({ name: null }), 'missing_variable'],
    ['someone without a name, in plain text', plain, customerOf({ name: null }), undefined],
    ['someone with a name', template, customerOf(), undefined],
  ])('%s', (_, campaign, customer, reason) => {
    expect(reasonToSkip(campaign, customer)).toBe(reason);
  });
});
