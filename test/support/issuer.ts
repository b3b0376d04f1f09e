import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';

import { listen } from '../../local/twilio/listener.ts';

/** An identity provider of the tests' own: what a stage knows of it, and the key that signs its tokens. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly key: JWK;
}

/** A key that signs tokens, and what the provider publishes of it. */
export async function newKey(): Promise<{ readonly key: JWK; readonly jwks: object }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const published = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  return { key: await exportJWK(privateKey), jwks: { keys: [published] } };
}

/** Starts an identity provider that publishes its keys, and nothing else. `startOpenIdProvider` is one to sign in at. */
export async function startIssuer(): Promise<Issuer & { close(): Promise<void> }> {
  const { key, jwks } = await newKey();
  const keys = JSON.stringify(jwks);
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(keys));
  const listener = await listen(server, 0);
  return {
    issuer: 'https://id.example/',
    audience: 'herald',
    jwksUrl: `${listener.url}/jwks`,
    key,
    close: () => listener.close(),
  };
}

/**
 * A token of the issuer.
 * @param claims `sub`, and whatever else it says of the person
 * @param end when it expires, from now
 */
export async function tokenOf(
  { issuer, audience, key }: Issuer,
  claims: Readonly<Record<string, unknown>>,
  end = '10m',
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(end)
    .sign(await importJWK(key, 'ES256'));
}
