import type { Clock } from '../platform/clock.ts';
import { HeraldError } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import { isExpired, type ApiKey } from './api-key.ts';
import type { Caller } from './caller.ts';
import type { TenantChoice } from './find-member.ts';

/** Reads the caller from a token of the configured issuer; undefined when the token is not valid. */
export type TokenReader = (token: string, choice?: TenantChoice) => Promise<Caller | undefined>;

/** @param choice which of a member's tenants is asked for; a key has one */
export type Authenticate = (authorization: string | undefined, choice?: TenantChoice) => Promise<Caller>;

/** Takes a token for valid only if there is a tenant of its claims. */
export function ofExistingTenants(
  readToken: TokenReader,
  tenants: { get(id: string): Promise<object | undefined> },
): TokenReader {
  return async (token, choice) => {
    const caller = await readToken(token, choice);
    return caller && (await tenants.get(caller.tenant_id)) ? caller : undefined;
  };
}

/**
 * Authenticates the caller by the Authorization header: an API key by its hash, or an OIDC token if an issuer is configured.
 * @throws HeraldError 401 without saying which part was wrong, except to who holds a key that has expired
 */
export function authenticator(
  keys: { byHash(hash: string): Promise<ApiKey | undefined> },
  clock: Pick<Clock, 'now'>,
  readToken?: TokenReader,
): Authenticate {
  async function callerByKey(key: string): Promise<Caller | undefined> {
    const found = await keys.byHash(sha256(key));
    if (!found) return undefined;
    if (isExpired(found, clock.now())) {
      const message = `This key expired at ${found.expires_at}. Make another: POST /v1/api-keys, with a key that lasts.`;
      throw new HeraldError('unauthenticated', 'authentication.expired', message);
    }
    return {
      tenant_id: found.tenant_id,
      scopes: found.scopes,
      actor: { kind: 'api_key', id: found.id, name: found.name },
    };
  }

  return async (authorization, choice) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const caller = token && (token.startsWith('hk_') ? await callerByKey(token) : await readToken?.(token, choice));
    if (!caller) {
      throw new HeraldError(
        'unauthenticated',
        'authentication.required',
        'Send a valid key: Authorization: Bearer hk_…',
      );
    }
    return caller;
  };
}
