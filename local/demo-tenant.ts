import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

import { createTenant, vault, type Installation } from '../admin/create-tenant.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { randomIds, sha256 } from '../shared/platform/ids.ts';
import { tableClient } from '../shared/platform/table-client.ts';
import { draftApiKey } from '../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../shared/tenancy/api-key.store.ts';
import { SCOPES } from '../shared/contract/scope.ts';
import type { TwilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { senderStore } from '../shared/sender/sender.store.ts';

const stored = z.object({ tenant_id: z.string(), sender_id: z.string(), api_key: z.string() });
export type DemoTenant = z.infer<typeof stored>;

export interface DemoTenantOptions {
  /** Keeps it from one start to the next. */
  readonly dataDirectory: string;
  readonly apiKey?: string | undefined;
  readonly sender: { readonly phone_number: string; readonly rate: number };
  readonly credentials: TwilioCredentials;
}

/** The tenant that a local start serves: created by the first start, updated by every later one. */
export async function demoTenant(installation: Installation, options: DemoTenantOptions): Promise<DemoTenant> {
  const file = join(options.dataDirectory, 'demo-tenant.json');
  if (!existsSync(file)) {
    const created = await createTenant(installation, { name: 'Demo', ...options });
    return save(file, stored.parse(created));
  }
  const known = stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { tableName, access } = installation;
  const table = tableClient(tableName, new DynamoDBClient(access));
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
  await senderStore(table).change(known.tenant_id, known.sender_id, { rate: options.sender.rate, updated_at: now });
  await vault(installation).set(known.tenant_id, options.credentials);
  return save(file, { ...known, api_key });
}

function save(file: string, tenant: DemoTenant): DemoTenant {
  writeFileSync(file, JSON.stringify(tenant), { mode: 0o600 });
  return tenant;
}
