import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';

import { fromJson } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { SCOPES } from '../contract/scope.ts';
import type { TokenReader } from './authenticate.ts';

/** The required claims of an access token. `scope` is space-separated (OAuth 2). */
const claims = z.object({ tenant_id: idOf('ten'), scope: z.string() });

/** The issuer whose access tokens are accepted besides API keys, as JSON: `{"issuer", "audience", "jwksUrl"}`. */
export const oidcIssuer = fromJson(z.object({ issuer: z.url(), audience: z.string().min(1), jwksUrl: z.url() }));

/** The issuer's keys could not be fetched, which says nothing about the token. */
const UNREACHABLE = new Set([errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code]);

/**
 * Whether a token's `typ` may be an access token's (RFC 9068, RFC 7519), and not that of a logout token or an event. Some
 * issuers, Cognito for one, name none.
 */
function isAccessTokenType(typ: unknown): boolean {
  return typ === undefined || (typeof typ === 'string' && /^(application\/)?(at\+jwt|jwt)$/i.test(typ));
}

/** Verifies access tokens of one issuer and audience; its keys are fetched from `jwksUrl` and cached. */
export function joseTokens({ issuer, audience, jwksUrl }: z.infer<typeof oidcIssuer>): TokenReader {
  const keySet = createRemoteJWKSet(new URL(jwksUrl));
  return async (token) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        requiredClaims: ['exp'],
      });
      const { data } = claims.safeParse(payload);
      if (!data || !isAccessTokenType(protectedHeader.typ)) return undefined;
      const granted = data.scope.split(' ');
      return {
        tenant_id: data.tenant_id,
        scopes: SCOPES.filter((scope) => granted.includes(scope)),
        actor: { kind: 'token', id: payload.sub ?? 'unknown' },
      };
    } catch (error) {
      if (error instanceof errors.JOSEError && !UNREACHABLE.has(error.code)) return undefined;
      throw error;
    }
  };
}
