import { describe, expect, test } from 'vitest';

import { sha256 } from '../../../shared/platform/ids.ts';
import { apiKey, apiKeySecret, draftApiKey, expiryFaults } from '../../../shared/tenancy/api-key.ts';
import { authenticator, ofExistingTenants } from '../../../shared/tenancy/authenticate.ts';
import type { Caller } from '../../../shared/tenancy/caller.ts';
import { thrown } from '../fixtures.ts';

const SECRET = `hk_${'s'.repeat(43)}`;
const kept = draftApiKey(
  {
    id: 'key_01J00000000000000000000000',
    tenant_id: 'ten_01J00000000000000000000000',
    name: 'Ours',
    scopes: ['analytics:view'],
    created_at: '2026-11-20T12:00:00.000Z',
  },
  SECRET,
);
const keys = { byHash: async (hash: string) => (hash === kept.key_hash ? kept : undefined) };
const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const clock = { now: () => NOW };
const caller = {
  tenant_id: kept.tenant_id,
  scopes: ['analytics:view'],
  actor: { kind: 'api_key', id: kept.id, name: 'Ours' },
};
const refused = { kind: 'unauthenticated', code: 'authentication.required' };

test('of an API key only its hash and a hint are kept', () => {
  expect(kept).toMatchObject({ key_hash: sha256(SECRET), hint: 'hk_ssss' });
  expect(JSON.stringify(kept)).not.toContain('s'.repeat(5));
  expect(apiKey.parse(kept)).toEqual(kept);
});

test.each([
  ['hk_12345678901234567', true],
  [`hk_${'A-z_0'.repeat(40)}`, true],
  ['hk_1234567890123456', false],
  [`hk_${'a'.repeat(201)}`, false],
  ['sk_12345678901234567', false],
  ['hk_1234567890123456 ', false],
])('%s has the form of a key: %s', (secret, expected) => {
  expect(apiKeySecret.safeParse(secret).success).toBe(expected);
});

describe('a caller', () => {
  const authenticate = authenticator(keys, clock);

  test.each([`Bearer ${SECRET}`, `bearer ${SECRET}`, `BEARER   ${SECRET}`])(
    'with %s is the tenant of the key, and its actor the key',
    async (header) => {
      expect(await authenticate(header)).toEqual(caller);
    },
  );

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    SECRET,
    `Basic ${SECRET}`,
    `Bearer ${SECRET} `,
    ` Bearer ${SECRET}`,
    `Bearer ${SECRET}\n`,
    `Bearer ${SECRET} x`,
    `Bearer${SECRET}`,
    `Bearer x${SECRET}`,
    `Bearer ${SECRET}x`,
    `Bearer ${SECRET.slice(0, -1)}`,
    `Bearer ${kept.key_hash}`,
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ])('with %j is refused, without details', async (header) => {
    const error = await thrown(() => authenticate(header));
    expect(error).toMatchObject(refused);
    expect(error.message).not.toContain('ssss');
  });
});

test('a key is good until the moment it expires, and whoever holds it is told when that was', async () => {
  const at = (time: string) => {
    const expiring = { byHash: async () => ({ ...kept, expires_at: time }) };
    return authenticator(expiring, clock)(`Bearer ${SECRET}`);
  };
  expect(await at('2026-11-21T12:00:00.001Z')).toEqual(caller);
  const error = await thrown(() => at('2026-11-21T12:00:00.000Z'));
  expect(error).toMatchObject({ kind: 'unauthenticated', code: 'authentication.expired' });
  expect(error.message).toContain('2026-11-21T12:00:00.000Z');
  expect(error.message).not.toContain('ssss');
});

test.each([
  ['2026-11-21T12:00:00.000Z', ['past']],
  ['2026-11-21T12:00:00.001Z', []],
  ['2031-11-25T12:00:00.000Z', []],
  ['2031-11-25T12:00:00.001Z', ['too_big']],
  ['no time', []],
  [undefined, []],
])('a key that is to expire at %s has the faults %j', (expires_at, codes) => {
  expect(expiryFaults({ expires_at }, NOW).map(({ code }) => code)).toEqual(codes);
});

describe('another issuer', () => {
  const asked: string[] = [];
  const other: Caller = { tenant_id: 'ten_2', scopes: [], actor: { kind: 'token', id: 'ana' } };
  const read = async (token: string) => {
    asked.push(token);
    return token === 'good' ? other : undefined;
  };

  test('is asked about tokens that are no API keys, and about nothing else', async () => {
    const authenticate = authenticator(keys, clock, read);
    expect(await authenticate('Bearer good')).toEqual(other);
    expect(await thrown(() => authenticate('Bearer bad'))).toMatchObject(refused);
    expect(await thrown(() => authenticate('Bearer hk_unknown'))).toMatchObject(refused);
    expect(await thrown(() => authenticate('Bearer '))).toMatchObject(refused);
    expect(asked).toEqual(['good', 'bad']);
  });

  test('speaks for tenants that exist, and for no others', async () => {
    const known = async (id: string) => (id === other.tenant_id ? { id } : undefined);
    const looked: string[] = [];
    const tenants = { get: (id: string) => (looked.push(id), known(id)) };
    const readAny = async (token: string) => (token === 'bad' ? undefined : { ...other, tenant_id: token });
    const authenticate = authenticator(keys, clock, ofExistingTenants(readAny, tenants));
    expect(await authenticate('Bearer ten_2')).toEqual(other);
    expect(await thrown(() => authenticate('Bearer ten_3'))).toMatchObject(refused);
    expect(await thrown(() => authenticate('Bearer bad'))).toMatchObject(refused);
    expect(looked).toEqual(['ten_2', 'ten_3']);
  });

  test('that cannot be asked is an internal error, not a refusal', async () => {
    const authenticate = authenticator(keys, clock, () => Promise.reject(new Error('no route')));
    expect(await thrown(() => authenticate('Bearer good'))).toMatchObject({ message: 'no route' });
  });
});
