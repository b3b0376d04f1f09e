import * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import { time } from '../platform/formats.ts';
import { idOf, sha256 } from '../platform/ids.ts';
import { permits } from '../contract/permits.ts';
import { scope } from '../contract/scope.ts';

/** A stored API key: its SHA-256 (never the key itself), its tenant and its scopes. */
export const apiKey = z.object({
  id: idOf('key'),
  tenant_id: idOf('ten'),
  name: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['Shop'] }),
  scopes: z.array(scope).min(1),
  key_hash: z.string().length(64),
  hint: z
    .string()
    .meta({ description: 'The key’s first characters, so that a person can tell keys apart.', examples: ['hk_4f7a'] }),
  created_at: z.iso.datetime(),
  expires_at: time.optional().describe('From when on it is refused; a key without one lasts until it is revoked.'),
});
export type ApiKey = z.infer<typeof apiKey>;

/** In days. Who wants a key for longer gives no end: a later one is more likely a slip of the pen. */
export const MAX_KEY_DAYS = 1_830;

/** @param now in milliseconds since the epoch */
export function isExpired({ expires_at }: Pick<ApiKey, 'expires_at'>, now: number): boolean {
  return expires_at !== undefined && Date.parse(expires_at) <= now;
}

/** Whether a key can make others. @param now in milliseconds since the epoch */
export function makesKeys(key: Pick<ApiKey, 'scopes' | 'expires_at'>, now: number): boolean {
  return permits(key.scopes, 'settings:manage') && !isExpired(key, now);
}

/** What is wrong with the end that a key is to have: it must lie ahead, and not too far. Other values are the schema's to refuse. */
export function expiryFaults(body: unknown, now: number): Fault[] {
  const given = (body as { readonly expires_at?: unknown } | null)?.expires_at;
  const at = typeof given === 'string' ? Date.parse(given) : NaN;
  if (at <= now) return [{ path: 'expires_at', code: 'past', message: 'must be in the future' }];
  const isFar = at > now + MAX_KEY_DAYS * 24 * 3_600_000;
  const message = `must be at most ${MAX_KEY_DAYS} days ahead; leave it out for a key that lasts`;
  return isFar ? [{ path: 'expires_at', code: 'too_big', message }] : [];
}

/** At least 20 characters after `hk_`, so that no key can be guessed. */
export const apiKeySecret = z
  .string()
  .regex(/^hk_[A-Za-z0-9_-]{17,200}$/, 'must be hk_ and at least 17 of A-Z a-z 0-9 _ -');

export function draftApiKey(
  fields: Pick<ApiKey, 'id' | 'tenant_id' | 'name' | 'scopes' | 'created_at' | 'expires_at'>,
  secret: string,
): ApiKey {
  return { ...fields, key_hash: sha256(secret), hint: secret.slice(0, 7) };
}
