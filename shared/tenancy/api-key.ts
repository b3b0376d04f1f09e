import * as z from 'zod';

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
});
export type ApiKey = z.infer<typeof apiKey>;

/** Whether a key can make others. */
export function makesKeys({ scopes }: Pick<ApiKey, 'scopes'>): boolean {
  return permits(scopes, 'settings:manage');
}

/** At least 20 characters after `hk_`, so that no key can be guessed. */
export const apiKeySecret = z
  .string()
  .regex(/^hk_[A-Za-z0-9_-]{17,200}$/, 'must be hk_ and at least 17 of A-Z a-z 0-9 _ -');

export function draftApiKey(
  fields: Pick<ApiKey, 'id' | 'tenant_id' | 'name' | 'scopes' | 'created_at'>,
  secret: string,
): ApiKey {
  return { ...fields, key_hash: sha256(secret), hint: secret.slice(0, 7) };
}
