import { createServer, type Server } from 'node:http';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { listen, type Listener } from '../../../local/twilio/listener.ts';
import { joseTokens, oidcIssuer } from '../../../shared/tenancy/jose.tokens.ts';
import type { TokenReader } from '../../../shared/tenancy/authenticate.ts';
import { SCOPES } from '../../../shared/contract/scope.ts';

const ISSUER = 'https://id.example/';
const AUDIENCE = 'herald';
const TENANT = 'ten_01J00000000000000000000000';

let ours: CryptoKey;
let theirs: CryptoKey;
let listener: Listener;
let read: TokenReader;
beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  ours = pair.privateKey;
  theirs = (await generateKeyPair('RS256')).privateKey;
  const keys = JSON.stringify({
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
  });
  const server: Server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(keys),
  );
  listener = await listen(server, 0);
  read = joseTokens({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${listener.url}/jwks` });
});
afterAll(() => listener.close());

interface Given {
  readonly claims?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string | number;
  readonly notBefore?: string;
  readonly kid?: string;
  readonly typ?: string;
  readonly key?: CryptoKey;
}

function token({
  claims,
  issuer = ISSUER,
  audience = AUDIENCE,
  expires = '5m',
  notBefore,
  kid = 'k1',
  typ,
  key = ours,
}: Given = {}) {
  const jwt = new SignJWT({ tenant_id: TENANT, scope: 'analytics:view campaigns:send', sub: 'user_1', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid, ...(typ !== undefined && { typ }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt();
  if (expires !== 'never') jwt.setExpirationTime(expires);
  if (notBefore) jwt.setNotBefore(notBefore);
  return jwt.sign(key);
}

test('a token has its tenant, scopes and subject', async () => {
  expect(await read(await token())).toEqual({
    tenant_id: TENANT,
    scopes: ['campaigns:send', 'analytics:view'],
    actor: { kind: 'token', id: 'user_1' },
  });
});

test('a token without a subject has an unknown actor', async () => {
  expect((await read(await token({ claims: { sub: undefined } })))?.actor).toEqual({ kind: 'token', id: 'unknown' });
});

test.each([
  ['', []],
  ['openid email', []],
  ['analytics:view  settings:manage', ['analytics:view', 'settings:manage']],
  ['Analytics:view analytics:viewer', []],
  [SCOPES.join(' '), [...SCOPES]],
])('the scope %j grants %j', async (scope, scopes) => {
  expect(await read(await token({ claims: { scope } }))).toEqual({
    tenant_id: TENANT,
    scopes,
    actor: { kind: 'token', id: 'user_1' },
  });
});

test.each<[string, Given]>([
  ['of another issuer', { issuer: 'https://other.example/' }],
  ['for another audience', { audience: 'others' }],
  ['that expired', { expires: '-1s' }],
  ['that never expires', { expires: 'never' }],
  ['that is not valid yet', { notBefore: '1h' }],
  ['of a key that is not the issuer’s', { kid: 'k2' }],
  ['without a tenant', { claims: { tenant_id: undefined } }],
  ['with a tenant of the wrong form', { claims: { tenant_id: 'ten_1' } }],
  ['without a scope', { claims: { scope: undefined } }],
  ['with a scope that is no text', { claims: { scope: ['analytics:view'] } }],
])('a token %s is not valid', async (_, given) => {
  expect(await read(await token(given))).toBeUndefined();
});

test.each([
  ['at+jwt', true],
  ['AT+JWT', true],
  ['application/at+jwt', true],
  ['JWT', true],
  ['jwt', true],
  [undefined, true],
  ['logout+jwt', false],
  ['secevent+jwt', false],
  ['dpop+jwt', false],
  ['at+jwt2', false],
  ['', false],
])('a token of the type %s is valid: %s', async (typ, valid) => {
  expect((await read(await token({ ...(typ !== undefined && { typ }) }))) !== undefined).toBe(valid);
});

test('a token that another key signed, or no key, is not valid', async () => {
  expect(await read(await token({ key: theirs }))).toBeUndefined();
  const [header, payload, signature] = (await token()).split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const more = Buffer.from(JSON.stringify({ tenant_id: TENANT, scope: 'settings:manage' })).toString('base64url');
  const texts = [`${none}.${payload}.`, `${header}.${more}.${signature}`, `${header}.${payload}`, 'x', 'a.b.c', '...'];
  for (const text of texts) expect(await read(text)).toBeUndefined();
});

describe('an issuer whose keys cannot be had', () => {
  const reader = async (server: Server) => {
    const other = await listen(server, 0);
    onTestFinished(other.close);
    return { read: joseTokens({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${other.url}/jwks` }), other };
  };

  test.each([
    ['answers an error', 500, '{}'],
    ['answers no keys', 200, '{"keys":5}'],
    ['answers a page', 200, '<html>'],
  ])('because it %s is an error, not an invalid token', async (_, status, body) => {
    const { read } = await reader(createServer((_request, response) => response.writeHead(status).end(body)));
    await expect(read(await token())).rejects.toThrow();
  });

  test('because it cannot be connected to is an error, not an invalid token', async () => {
    const { read, other } = await reader(createServer());
    await other.close();
    await expect(read(await token())).rejects.toThrow();
  });
});

test.each([
  [JSON.stringify({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: 'https://id.example/jwks' }), true],
  [JSON.stringify({ issuer: ISSUER, audience: '', jwksUrl: 'https://id.example/jwks' }), false],
  [JSON.stringify({ issuer: ISSUER, audience: AUDIENCE }), false],
  [JSON.stringify({ issuer: 'id', audience: AUDIENCE, jwksUrl: 'https://id.example/jwks' }), false],
])('%s describes an issuer: %s', (text, expected) => {
  expect(oidcIssuer.safeParse(text).success).toBe(expected);
});

test('of Amazon Cognito the ID token names its member, and the access token, which names no audience, is not valid', async () => {
  const found: unknown[] = [];
  const members = joseTokens(
    { issuer: ISSUER, audience: 'client', jwksUrl: `${listener.url}/jwks` },
    async (person) => {
      found.push(person);
      return { tenant_id: TENANT, scopes: [], actor: { kind: 'member', id: 'mem_1', name: 'Ana' } };
    },
  );
  // As Cognito documents both: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
  const common = { sub: 'aaaa-1', origin_jti: 'x', event_id: 'y', auth_time: 1, jti: 'z' };
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT({ ...common, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(ISSUER)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(ours);
  const person = { email: 'ana@example.com', email_verified: true, 'cognito:username': 'aaaa-1' };
  expect(await members(await sign({ token_use: 'id', aud: 'client', ...person }))).toMatchObject({ tenant_id: TENANT });
  expect(found).toEqual([{ issuer: ISSUER, subject: 'aaaa-1', email: 'ana@example.com', emailVerified: true }]);
  const access = { token_use: 'access', client_id: 'client', scope: 'openid email', username: 'aaaa-1', version: 2 };
  expect(await members(await sign(access))).toBeUndefined();
  expect(await members(await sign({ token_use: 'id', aud: 'another-client', ...person }))).toBeUndefined();
  expect(found).toHaveLength(1);
});
