import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';

import { fromJson } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { SCOPES } from '../contract/scope.ts';
import type { TokenReader } from './authenticate.ts';
import type { Caller } from './caller.ts';
import type { Person, TenantChoice } from './find-member.ts';

/** The claims of an access token that says itself what it may do. `scope` is space-separated (OAuth 2). */
const claims = z.object({ tenant_id: idOf('ten'), scope: z.string() });

/** The claims of a member's token, which says who it is of. Some issuers write a boolean as a text. */
const person = z.object({
  tenant_id: z.undefined().optional(),
  sub: z.string().min(1).max(1000),
  email: z.string().max(1000).optional().catch(undefined),
  email_verified: z
    .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])
    .catch(false)
    .default(false),
});

/** Finds the caller that a person is. @throws HeraldError 403 for nobody's */
export type MemberFinder = (person: Person, choice: TenantChoice) => Promise<Caller>;

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

/**
 * Verifies tokens of one issuer and audience; its keys are fetched from `jwksUrl` and cached.
 * @param member finds the member whose token it is, for those that name no tenant; without it, they are not valid
 */
export function joseTokens(
  { issuer, audience, jwksUrl }: z.infer<typeof oidcIssuer>,
  member?: MemberFinder,
): TokenReader {
  const keySet = createRemoteJWKSet(new URL(jwksUrl));
  return async (token, choice = {}) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        requiredClaims: ['exp'],
      });
      const { data } = claims.safeParse(payload);
      if (!isAccessTokenType(protectedHeader.typ)) return undefined;
      const { data: who } = person.safeParse(payload);
      if (who && member) {
        const { sub: subject, email, email_verified: emailVerified } = who;
        return await member({ issuer, subject, email, emailVerified }, choice);
      }
      if (!data) return undefined;
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
