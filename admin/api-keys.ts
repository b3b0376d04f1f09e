import type { Scope } from '../shared/contract/scope.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { draftApiKey, type ApiKey } from '../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../shared/tenancy/api-key.store.ts';
import type { Installation } from './create-tenant.ts';
import { tableWithTenant } from './table.ts';

/** A key as operators see it: without its hash. */
type ShownKey = Omit<ApiKey, 'key_hash'>;

interface KeyWish extends Pick<ApiKey, 'tenant_id' | 'name' | 'expires_at'> {
  readonly scopes: readonly Scope[];
}

/** Makes a key for a tenant. @returns it, with the key itself, which is shown this once @throws Error without the tenant */
export async function createKey(
  installation: Installation,
  { scopes, ...given }: KeyWish,
): Promise<ShownKey & { readonly key: string }> {
  const keys = await keysOf(installation, given.tenant_id);
  const key = randomIds.apiKey();
  const created_at = timestamp(systemClock.now());
  const kept = draftApiKey({ ...given, id: randomIds.next('key'), scopes: [...scopes], created_at }, key);
  await keys.add(kept);
  return { ...shown(kept), key };
}

/** Every key of a tenant, newest first. @throws Error without the tenant */
export async function listKeys(installation: Installation, tenant_id: string): Promise<{ data: ShownKey[] }> {
  const keys = await keysOf(installation, tenant_id);
  return { data: (await Array.fromAsync(keys.all(tenant_id))).map(shown).toReversed() };
}

/** Revokes a key, the last one too: an operator can make another. @throws Error without the tenant or the key */
export async function revokeKey(installation: Installation, tenant_id: string, id: string) {
  const keys = await keysOf(installation, tenant_id);
  if (!(await keys.remove(tenant_id, id))) throw new Error(`The tenant ${tenant_id} has no key ${id}: see list-keys.`);
  return { id, revoked: true };
}

async function keysOf(installation: Installation, tenant_id: string) {
  return apiKeyStore(await tableWithTenant(installation, tenant_id));
}

function shown({ key_hash: _, ...rest }: ApiKey): ShownKey {
  return rest;
}
