import { expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import type { Credentials } from '../../../shared/provider/provider.ts';
import { alone, rotated } from '../../../shared/provider/twilio/former-token.ts';
import { twilioCredentials } from '../../../shared/provider/twilio/twilio-credentials.ts';
import { changeCredentials, type CredentialChange } from '../../../shared/tenancy/change-credentials.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const HOUR = 3_600_000;
const first = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'token one' };
const second = { ...first, auth_token: 'token two' };
const third = { ...first, auth_token: 'token three' };
const former = (former_token: string, at: number) => ({ former_token, former_until: timestamp(at + 24 * HOUR) });

function vaultOf(kept?: Credentials) {
  const vault = { kept, sets: 0, reads: [] as (number | undefined)[] };
  const change = (given: CredentialChange, now = NOW) =>
    changeCredentials('ten_1', given, {
      clock: { now: () => now },
      credentialRotation: { alone, rotated },
      credentials: {
        get: async (_, readSince) => (vault.reads.push(readSince), vault.kept),
        set: async (_, credentials) => {
          vault.sets += 1;
          // As they are read again: what the schema does not know is lost.
          vault.kept = twilioCredentials.parse(credentials);
        },
      },
    });
  return { vault, change };
}

test('the first credentials of a tenant have no former token', async () => {
  const { vault, change } = vaultOf();
  await change({ twilio: first });
  expect(vault.kept).toEqual(first);
});

test('a new token of the same account keeps the one before for a day, and only that one', async () => {
  const { vault, change } = vaultOf(first);
  await change({ twilio: second });
  expect(vault.kept).toEqual({ ...second, ...former('token one', NOW) });
  expect(vault.reads).toEqual([NOW]);
  await change({ twilio: third }, NOW + HOUR);
  expect(vault.kept).toEqual({ ...third, ...former('token two', NOW + HOUR) });
});

test('the same token again, with a service, neither ends nor prolongs what the former one opens', async () => {
  const { vault, change } = vaultOf({ ...second, ...former('token one', NOW) });
  const twilio = { ...second, messaging_service_sid: `MG${'c'.repeat(32)}` };
  await change({ twilio }, NOW + HOUR);
  expect(vault.kept).toEqual({ ...twilio, ...former('token one', NOW) });
});

test('of another account no token is kept', async () => {
  const { vault, change } = vaultOf({ ...second, ...former('token one', NOW) });
  const twilio = { account_sid: `AC${'b'.repeat(32)}`, auth_token: 'its token' };
  await change({ twilio });
  expect(vault.kept).toEqual(twilio);
});

test('the former token is forgotten at once when that is asked for, with new credentials or without', async () => {
  const { vault, change } = vaultOf({ ...second, ...former('token one', NOW) });
  await change({ twilio_former_token: null });
  expect(vault.kept).toEqual(second);
  await change({ twilio: third, twilio_former_token: null });
  expect(vault.kept).toEqual(third);
});

test('without credentials, or a word about them, nothing is written', async () => {
  const { vault, change } = vaultOf();
  await change({ twilio_former_token: null });
  expect(vault.sets).toBe(0);
  await change({});
  expect(vault.reads).toEqual([NOW]);
});
