import { describe, expect, test } from 'vitest';

import { sha256 } from '../../../shared/platform/ids.ts';
import { apiKey, apiKeySecret, draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { authenticator } from '../../../shared/tenancy/authenticate.ts';
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
const caller = { tenant_id: kept.tenant_id, scopes: ['analytics:view'] };
const refused = { kind: 'unauthenticated', code: 'authentication.required' };

test('of a key its hash and a hint are kept', () => {
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
])('%s may be a key: %s', (secret, expected) => {
  expect(apiKeySecret.safeParse(secret).success).toBe(expected);
});

describe('who asks', () => {
  const authenticate = authenticator(keys);

  test.each([`Bearer ${SECRET}`, `bearer ${SECRET}`, `BEARER   ${SECRET}`])('with %s is its tenant', async (header) => {
    expect(await authenticate(header)).toEqual(caller);
  });

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
  ])('with %j is nobody, and is told no more', async (header) => {
    const error = await thrown(() => authenticate(header));
    expect(error).toMatchObject(refused);
    expect(error.message).not.toContain('ssss');
  });
});

describe('another issuer', () => {
  const asked: string[] = [];
  const read = async (token: string) => {
    asked.push(token);
    return token === 'good' ? { tenant_id: 'ten_2', scopes: [], secret: 'x' } : undefined;
  };

  test('is asked for what is no key of ours, and for that alone', async () => {
    const authenticate = authenticator(keys, read);
    expect(await authenticate('Bearer good')).toEqual({ tenant_id: 'ten_2', scopes: [] });
    expect(await thrown(() => authenticate('Bearer bad'))).toMatchObject(refused);
    expect(await thrown(() => authenticate('Bearer hk_unknown'))).toMatchObject(refused);
    expect(await thrown(() => authenticate('Bearer '))).toMatchObject(refused);
    expect(asked).toEqual(['good', 'bad']);
  });

  test('that cannot be asked is our fault, not the caller’s', async () => {
    const authenticate = authenticator(keys, () => Promise.reject(new Error('no route')));
    expect(await thrown(() => authenticate('Bearer good'))).toMatchObject({ message: 'no route' });
  });
});
