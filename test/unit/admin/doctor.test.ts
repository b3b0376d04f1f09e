import { createServer } from 'node:http';

import { afterEach, describe, expect, test } from 'vitest';

import { checkAccount } from '../../../admin/doctor/check-account.ts';
import { checkAddress } from '../../../admin/doctor/check-address.ts';
import { checkSender } from '../../../admin/doctor/check-sender.ts';
import { twilioAccount, type AccountSender } from '../../../shared/provider/twilio/twilio.account.ts';
import { twilioClient } from '../../../shared/provider/twilio/twilio.client.ts';

const ACCOUNT = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'a-secret-token' };
const INBOUND = 'https://herald.example/webhooks/twilio/ten_1/inbound';
const NUMBER = '+4915112345678';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Answers every request with what is given for its path. @returns its address, and the paths with their queries */
async function answering(answers: Readonly<Record<string, readonly [status: number, body: object, type?: string]>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { pathname } = new URL(request.url ?? '', 'http://double');
    const [status, body, type = 'application/json'] = answers[pathname] ?? [404, { code: 20404 }];
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, asked };
}

const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT.account_sid}/Messages.json`;
const CONTENTS = '/v1/ContentAndApprovals';
const SENDERS = '/v2/Channels/Senders';
/** A port that no test is ever given. */
const NOBODY = 'http://127.0.0.1:1';

describe('the account', () => {
  const states = async (
    answers: Parameters<typeof answering>[0],
    account: typeof ACCOUNT | undefined = ACCOUNT,
  ): Promise<string[]> => {
    const { url } = await answering(answers);
    const findings = await checkAccount(account, twilioAccount(twilioClient(url)));
    expect(JSON.stringify(findings)).not.toContain(ACCOUNT.auth_token);
    for (const { state, remedy } of findings) if (state === 'problem') expect(remedy).toMatch(/\.$/);
    return findings.map(({ check, state, finding }) => `${check} ${state}: ${finding}`);
  };

  test('is well when Twilio accepts its credentials and shows its templates', async () => {
    expect(await states({ [MESSAGES]: [200, {}], [CONTENTS]: [200, {}] })).toEqual([
      'credentials ok: Twilio accepts the credentials.',
      'templates ok: Contents and their approvals can be read.',
    ]);
  });

  test('has wrong credentials, and its templates are looked at all the same', async () => {
    expect(await states({ [MESSAGES]: [401, { code: 20003 }], [CONTENTS]: [401, { code: 20003 }] })).toEqual([
      expect.stringMatching(/^credentials problem: Twilio refuses the credentials \(HTTP 401\)/),
      expect.stringMatching(/^templates problem: .*\(HTTP 401, code 20003\)/),
    ]);
  });

  test('has no templates', async () => {
    expect(await states({ [MESSAGES]: [200, {}], [CONTENTS]: [403, { code: 20403 }] })).toEqual([
      expect.stringMatching(/^credentials ok/),
      expect.stringMatching(/^templates problem: .*\(HTTP 403, code 20403\)/),
    ]);
  });

  test('is missing', async () => {
    expect(await checkAccount(undefined, twilioAccount(twilioClient()))).toMatchObject([
      { check: 'credentials', state: 'problem', remedy: expect.stringContaining('PATCH /v1/tenant') },
      { check: 'templates', state: 'skipped' },
    ]);
  });

  test('cannot be reached', async () => {
    expect(await checkAccount(ACCOUNT, twilioAccount(twilioClient(NOBODY)))).toMatchObject([
      { check: 'credentials', state: 'problem', finding: expect.stringContaining('ECONNREFUSED') },
      { check: 'templates', state: 'problem' },
    ]);
  });
});

describe('a sender', () => {
  const well: AccountSender = {
    sender_id: `whatsapp:${NUMBER}`,
    status: 'ONLINE',
    webhook: { callback_url: `${INBOUND}#rc=5&rp=all` },
    properties: { messaging_limit: '10K Customers/24hr', quality_rating: 'HIGH' },
  };
  const check = async (listed: readonly AccountSender[] | undefined, sender: object = {}) => {
    const about = { id: 'snd_1', phone_number: NUMBER, daily_limit: 10_000, ...sender };
    const findings = await checkSender({ sender: about, listed: async () => listed, inboundUrl: INBOUND });
    return Object.fromEntries(findings.map(({ check: name, ...rest }) => [name.replace(' snd_1', ''), rest]));
  };
  const allWell = {
    ...{ sender: { state: 'ok' }, webhook: { state: 'ok' } },
    ...{ limit: { state: 'ok', finding: 'WhatsApp allows 10K Customers/24hr.' }, quality: { state: 'ok' } },
  };

  test('is well', async () => {
    expect(await check([well])).toMatchObject(allWell);
    expect(await check([{ ...well, status: 'ONLINE:UPDATING' }])).toMatchObject(allWell);
  });

  test.each([
    ['of another account', [], /no WhatsApp sender of this account/, /Register it/],
    ['whose account shows none', undefined, /does not list the senders/, /credentials/],
  ])('%s is a problem, and what hangs on it is skipped', async (_, listed, finding, remedy) => {
    expect(await check(listed)).toMatchObject({
      sender: { state: 'problem', finding: expect.stringMatching(finding), remedy: expect.stringMatching(remedy) },
      ...{ webhook: { state: 'skipped' }, limit: { state: 'skipped' }, quality: { state: 'skipped' } },
    });
  });

  test.each([
    ['that is offline', { status: 'OFFLINE' }, 'sender', 'problem', /is OFFLINE/],
    ['with no webhook', { webhook: null }, 'webhook', 'problem', /reported nowhere/],
    [
      'with a webhook elsewhere',
      { webhook: { callback_url: 'https://else.example/x' } },
      'webhook',
      'problem',
      /another/,
    ],
    ['without a limit', { properties: { quality_rating: 'HIGH' } }, 'limit', 'warning', /no messaging limit/],
    ['of low quality', { properties: { ...well.properties, quality_rating: 'LOW' } }, 'quality', 'warning', /low/],
  ])('%s is told so', async (_, change, name, state, finding) => {
    const found = await check([{ ...well, ...change }]);
    expect(found[name]).toMatchObject({ state, finding: expect.stringMatching(finding) });
    expect(found[name]?.remedy).toMatch(/\.$/);
    if (name === 'webhook') expect(found[name]?.remedy).toContain(INBOUND);
  });

  test.each([[20_000], [undefined]])('with a daily limit of %s is warned of WhatsApp’s', async (daily_limit) => {
    expect((await check([well], { daily_limit }))['limit']).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('daily_limit of the sender to 10000'),
    });
  });

  test('of the sandbox is told what it can do', async () => {
    expect(await check([], { phone_number: '+14155238886' })).toMatchObject({
      sender: {
        state: 'warning',
        finding: expect.stringContaining('sandbox'),
        remedy: expect.stringContaining(INBOUND),
      },
    });
  });

  test('is found on every page of the list', async () => {
    const others = [1, 2].map((one) => ({ ...well, sender_id: `whatsapp:+49151000000${one}` }));
    const next_page_url = 'https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&Page=1';
    let page = 0;
    const twilio = twilioAccount(async (_, { uri }) => {
      expect(new URL(uri).pathname).toBe(SENDERS);
      page += 1;
      return page === 1
        ? { status: 200, body: { senders: others, meta: { next_page_url } } }
        : { status: 200, body: { senders: [well], meta: { next_page_url: null } } };
    });
    expect(await twilio.senders(ACCOUNT)).toHaveLength(3);
    const endless = twilioAccount(async () => ({ status: 200, body: { senders: [], meta: { next_page_url } } }));
    await expect(endless.senders(ACCOUNT)).rejects.toThrow('more than 20 pages');
    const elsewhere = { next_page_url: 'https://else.example/v2/Channels/Senders' };
    const leading = twilioAccount(async () => ({ status: 200, body: { senders: [], meta: elsewhere } }));
    await expect(leading.senders(ACCOUNT)).rejects.toThrow('another host');
  });
});

describe('the public address', () => {
  const KEY_WANTED = { '/v1/tenant': [401, {}, 'application/problem+json'] } as const;

  test.each([
    ['http://herald.example', /not https/],
    ['https://localhost:3000', /cannot reach \(21609\)/],
    ['https://192.168.1.7', /cannot reach/],
    ['https://[::1]:3000', /cannot reach/],
  ])('%s is a problem', async (publicBaseUrl, finding) => {
    const [address] = await checkAddress({ publicBaseUrl, hasDouble: false, timeout: 1 });
    expect(address).toMatchObject({ state: 'problem', finding: expect.stringMatching(finding) });
    expect(address?.remedy).toContain('PUBLIC_BASE_URL');
  });

  test('may be local where something stands for Twilio', async () => {
    const { url } = await answering(KEY_WANTED);
    expect(await checkAddress({ publicBaseUrl: url, hasDouble: true })).toMatchObject([
      { state: 'skipped' },
      { check: 'answer', state: 'ok' },
    ]);
  });

  test('at which something else answers, or nothing, is a problem', async () => {
    const { url } = await answering({ '/v1/tenant': [200, {}] });
    const other = { check: 'answer', state: 'problem', finding: expect.stringContaining('Something else') };
    expect((await checkAddress({ publicBaseUrl: url, hasDouble: true }))[1]).toMatchObject(other);
    const nothing = { check: 'answer', state: 'problem', finding: expect.stringContaining('Nothing answers') };
    expect((await checkAddress({ publicBaseUrl: NOBODY, hasDouble: true }))[1]).toMatchObject(nothing);
  });
});
