import { join } from 'node:path';

import * as z from 'zod';

import { createTenant, vault, type Installation } from '../admin/create-tenant.ts';
import { readJsonFile, writeJsonFile } from '../admin/json-file.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { idOf, randomIds, sha256 } from '../shared/platform/ids.ts';
import { installedTable } from '../admin/sdk-table.ts';
import { apiKeySecret, draftApiKey } from '../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../shared/tenancy/api-key.store.ts';
import { SCOPES } from '../shared/contract/scope.ts';
import type { TwilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { senderStore } from '../shared/sender/sender.store.ts';

const stored = z.object({ tenant_id: idOf('ten'), sender_id: idOf('snd'), api_key: apiKeySecret });
export type DemoTenant = z.infer<typeof stored>;

export interface DemoTenantOptions {
  /** Keeps it from one start to the next. */
  readonly dataDirectory: string;
  /** From the last start in the folder. */
  readonly known: DemoTenant | undefined;
  readonly apiKey?: string | undefined;
  readonly sender: { readonly phone_number: string; readonly rate: number };
  readonly credentials: TwilioCredentials;
}

export const demoTenantFile = (dataDirectory: string): string => join(dataDirectory, 'demo-tenant.json');

/** The tenant that an earlier start has created. @throws Error that says what to do about a damaged file */
export function knownDemoTenant(dataDirectory: string): DemoTenant | undefined {
  const remedy =
    'Put a copy of the file back; or move it away, and the next start serves a new tenant, from which the campaigns and customers of this one cannot be seen.';
  return readJsonFile(demoTenantFile(dataDirectory), stored, remedy);
}

/** The tenant that a local start serves: created by the first start, updated by every later one. */
export async function demoTenant(
  installation: Installation,
  { dataDirectory, known, ...options }: DemoTenantOptions,
): Promise<DemoTenant> {
  const save = (tenant: DemoTenant): DemoTenant => {
    writeJsonFile(demoTenantFile(dataDirectory), tenant);
    return tenant;
  };
  if (!known) return save(stored.parse(await createTenant(installation, { name: 'Demo', ...options })));
  const table = installedTable(installation);
  const now = timestamp(systemClock.now());
  const api_key = options.apiKey ?? known.api_key;
  const keys = apiKeyStore(table);
  if (!(await keys.byHash(sha256(api_key)))) {
    await keys.add(
      draftApiKey(
        { id: randomIds.next('key'), tenant_id: known.tenant_id, name: 'demo', scopes: [...SCOPES], created_at: now },
        api_key,
      ),
    );
  }
  // Another key given at the start replaces the former one.
  if (api_key !== known.api_key) await keys.removeByHash(sha256(known.api_key));
  await senderStore(table).change(known.tenant_id, known.sender_id, { rate: options.sender.rate, updated_at: now });
  await vault(installation).set(known.tenant_id, options.credentials);
  return save({ ...known, api_key });
}
