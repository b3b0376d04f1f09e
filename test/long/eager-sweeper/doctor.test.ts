import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Json } from '../../support/api.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

const MAIN = join(import.meta.dirname, '../../../admin/main.ts');

/** `npm run admin -- doctor`, as an operator runs it. */
function doctor(tenant: string): Promise<{ readonly code: number; readonly out: string; readonly errors: string }> {
  const env = { ...process.env, HERALD_DATA: herald.dataDirectory };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'doctor', '--tenant', tenant], { env, timeout: 60_000 }, (error, out, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, errors }),
    );
  });
}

/** What the doctor finds: the states of its checks by their names, without the sender's id. */
async function examined({ id, sender_id, credentials }: TestTenant) {
  const { code, out } = await doctor(id);
  expect(out).not.toContain(credentials!.auth_token);
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Json[] };
  expect({ ok, code }).toEqual(
    checks.some(({ state }) => state === 'problem') ? { ok: false, code: 1 } : { ok: true, code: 0 },
  );
  return Object.fromEntries(checks.map(({ check, state }) => [String(check).replace(` ${sender_id}`, ''), state]));
}

const authorization = ({ credentials }: TestTenant) =>
  `Basic ${Buffer.from(`${credentials!.account_sid}:${credentials!.auth_token}`).toString('base64')}`;

test('the doctor finds what is wrong between a tenant and its provider, and nothing once it is mended', async () => {
  const tenant = await newTenant(herald);
  const unknown = { sender: 'problem', webhook: 'skipped', limit: 'skipped', quality: 'skipped' };
  const well = { credentials: 'ok', templates: 'ok', 'public address': 'skipped', answer: 'ok' };
  // Nobody has sent from the number yet, so the stand-in knows it of no account.
  expect(await examined(tenant)).toEqual({ ...well, ...unknown });

  await fetch(`${herald.providerUrl}/2010-04-01/Accounts/${tenant.credentials!.account_sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: authorization(tenant) },
    body: new URLSearchParams({ From: `whatsapp:${tenant.sender_number}`, To: 'whatsapp:+33639980001', Body: 'Hi' }),
  });
  expect(await examined(tenant)).toMatchObject({ ...well, sender: 'ok', webhook: 'problem', quality: 'ok' });

  const headers = { authorization: authorization(tenant), 'content-type': 'application/json' };
  const senders = `${herald.providerUrl}/v2/Channels/Senders`;
  const listed = (await (await fetch(`${senders}?Channel=whatsapp&PageSize=1000`, { headers })).json()) as Json;
  const { sid } = listed.senders.find((one: Json) => one.sender_id === `whatsapp:${tenant.sender_number}`);
  const callback_url = `${herald.url}/webhooks/twilio/${tenant.id}/inbound`;
  await fetch(`${senders}/${sid}`, { method: 'POST', headers, body: JSON.stringify({ webhook: { callback_url } }) });
  const mended = await examined(tenant);
  expect(mended).toMatchObject({ ...well, sender: 'ok', webhook: 'ok', quality: 'ok' });
  expect(Object.values(mended)).not.toContain('problem');
});

test('the doctor names credentials that are refused, a sender that is offline, and a tenant that is not there', async () => {
  const tenant = await newTenant(herald);
  herald.standIn.faults.rejectCredentials(true);
  expect(await examined(tenant)).toMatchObject({ credentials: 'problem', templates: 'problem', sender: 'problem' });
  herald.standIn.faults.rejectCredentials(false);
  const missing = await doctor(`ten_${'0'.repeat(26)}`);
  expect(missing).toMatchObject({ code: 1, errors: expect.stringContaining('There is no tenant') });
  expect(await doctor('nobody')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('Usage: npm run admin -- doctor'),
  });
});
