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

/** Starts an identity provider that publishes its keys, and nothing else. */
export async function startIssuer(): Promise<Issuer & { close(): Promise<void> }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(keys));
  const listener = await listen(server, 0);
  return {
    issuer: 'https://id.example/',
    audience: 'herald',
    jwksUrl: `${listener.url}/jwks`,
    key: await exportJWK(privateKey),
    close: () => listener.close(),
  };
}

/** A token of the issuer. @param claims `sub`, and whatever else it says of the person */
export async function tokenOf(
  { issuer, audience, key }: Issuer,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importJWK(key, 'ES256'));
}
