import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { linkToken, readLinkToken, type Link } from '../../../shared/message/link-token.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';

const SECRET = ids.secret();
const link: Link = {
  tenant_id: ids.next('ten'),
  campaign_id: ids.next('cmp'),
  customer_id: ids.next('cus'),
  place: 2,
};
const token = linkToken(link, SECRET);
const secrets = { linkSecret: async () => SECRET };
const read = (text: string) => readLinkToken(text, secrets);

test('a token is short, fits into a URL, and is read back as what it was made from', async () => {
  const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const end = fc.string({ unit: fc.constantFrom(...CROCKFORD), minLength: 25, maxLength: 25 });
  const id = (prefix: string) =>
    fc.tuple(fc.constantFrom(...'01234567'), end).map(([first, rest]) => `${prefix}_${first}${rest}`);
  const any = fc.record({
    ...{ tenant_id: id('ten'), campaign_id: id('cmp'), customer_id: id('cus') },
    place: fc.nat({ max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(any, async (one) => {
      const made = linkToken(one, SECRET);
      expect(made).toMatch(/^[\w-]{78}$/);
      expect(await read(made)).toEqual(one);
    }),
  );
});

test('with any one bit changed is no token', async () => {
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(await read(changed.toString('base64url')), `bit ${bit}`).toBeUndefined();
  }
});

test('with any one character changed is no token', async () => {
  for (let place = 0; place < token.length; place++) {
    for (const other of ['A', '_', '.', '=', ' ', 'é']) {
      if (token[place] === other) continue;
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      expect(await read(changed), changed).toBeUndefined();
    }
  }
});

test('cut anywhere, or with anything before or after it, is no token', async () => {
  for (let length = 0; length < token.length; length++) {
    expect([await read(token.slice(0, length)), await read(token.slice(length + 1))]).toEqual([undefined, undefined]);
  }
  for (const more of [
    `${token}A`,
    `${token}=`,
    `${token}==`,
    `${token}\n`,
    ` ${token}`,
    `${token}${token}`,
    'A'.repeat(100),
  ]) {
    expect(await read(more)).toBeUndefined();
  }
});

test('in another spelling of the same bytes is no token', async () => {
  const spelt = Buffer.concat([Buffer.alloc(48, 0xff), Buffer.alloc(10, 0xff)]);
  const standard = spelt.toString('base64');
  expect(Buffer.from(standard, 'base64url')).toEqual(spelt);
  const own = Buffer.from(token, 'base64url').toString('base64');
  if (own !== token) expect(await read(own)).toBeUndefined();
  expect(await read(standard)).toBeUndefined();
});

describe('of a tenant', () => {
  test('is verified with the secret of the tenant that it names, and no other', async () => {
    const other = ids.next('ten');
    const keys = new Map([
      [link.tenant_id, SECRET],
      [other, ids.secret()],
    ]);
    const asked: string[] = [];
    const tenants = {
      async linkSecret(tenant: string) {
        asked.push(tenant);
        return keys.get(tenant);
      },
    };
    expect(await readLinkToken(token, tenants)).toEqual(link);
    const claiming = linkToken({ ...link, tenant_id: other }, SECRET);
    expect(await readLinkToken(claiming, tenants)).toBeUndefined();
    expect(await readLinkToken(linkToken({ ...link, tenant_id: ids.next('ten') }, SECRET), tenants)).toBeUndefined();
    expect(asked.slice(0, 2)).toEqual([link.tenant_id, other]);
  });

  test('without a secret has no tokens', async () => {
    expect(await readLinkToken(token, { linkSecret: async () => undefined })).toBeUndefined();
    expect(await readLinkToken(linkToken(link, ''), { linkSecret: async () => '' })).toBeUndefined();
  });
});

test('the ids of one kind are no ids of another: what is signed is all of them, in their places', async () => {
  const turned = linkToken({ ...link, campaign_id: link.customer_id, customer_id: link.campaign_id }, SECRET);
  expect(turned).not.toBe(token);
  expect(await read(turned)).toMatchObject({ campaign_id: `cmp_${link.customer_id.slice(4)}` });
  expect(new Set([0, 1, 2].map((place) => linkToken({ ...link, place }, SECRET))).size).toBe(3);
});

test('any other text is no token', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String({ minLength: 76, maxLength: 80 })), async (text) => {
      expect(await read(text)).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});
