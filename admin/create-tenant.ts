import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { timestamp } from '../shared/platform/clock.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { installedTable } from './sdk-table.ts';
import { draftApiKey } from '../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../shared/tenancy/api-key.store.ts';
import { SCOPES, type Scope } from '../shared/contract/scope.ts';
import { twilioCredentials, type TwilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import type { CredentialVault } from '../shared/tenancy/credentials.ts';
import { secretsManagerVault } from '../shared/tenancy/secrets-manager.credentials.ts';
import { senderStore } from '../shared/sender/sender.store.ts';
import { tenantStore } from '../shared/tenancy/tenant.store.ts';

/** Where a stage keeps its data, and how to call AWS there. */
export interface Installation {
  readonly tableName: string;
  readonly credentialsPrefix: string;
  /** SDK client options; empty for the environment's own. */
  readonly access: object;
  /** Where the provider reaches it, without a slash at its end; unknown of one that an earlier version started. */
  readonly publicBaseUrl?: string | undefined;
  /** The host that stands for the provider's API, if one does. */
  readonly twilioApiBaseUrl?: string | undefined;
  /** The state machine of campaigns' runs; known of a deployed stage. */
  readonly runStateMachineArn?: string | undefined;
  /** Where files of imports, exports and media are. `endpoint`: only where it is another one than that of `access`. */
  readonly files?: { readonly bucket: string; readonly endpoint?: string | undefined } | undefined;
  /** The group of the campaigns' schedules. */
  readonly scheduleGroup?: string | undefined;
}

export interface NewTenant {
  readonly name: string;
  readonly apiKey?: string | undefined;
  readonly scopes?: readonly Scope[];
  readonly credentials?: TwilioCredentials | undefined;
  readonly sender?: { readonly phone_number: string; readonly rate: number } | undefined;
}

/** Where an installation keeps its tenants' provider credentials. */
export function vault({
  credentialsPrefix,
  access,
}: Pick<Installation, 'credentialsPrefix' | 'access'>): CredentialVault {
  const client = new SecretsManagerClient(access);
  return secretsManagerVault(credentialsPrefix, systemClock, twilioCredentials, client);
}

/** Creates a tenant, its first API key and, if given, its provider credentials and its first sender. */
export async function createTenant({ tableName, credentialsPrefix, access }: Installation, tenant: NewTenant) {
  const table = installedTable({ tableName, access });
  const now = timestamp(systemClock.now());
  const tenant_id = randomIds.next('ten');
  const made = { tenant_id, created_at: now };
  const tenants = tenantStore(table);
  await tenants.add({
    id: tenant_id,
    name: tenant.name,
    link_secret: randomIds.secret(),
    created_at: now,
    updated_at: now,
  });
  if (tenant.credentials) await vault({ credentialsPrefix, access }).set(tenant_id, tenant.credentials);
  let sender_id: string | undefined;
  if (tenant.sender) {
    sender_id = randomIds.next('snd');
    await senderStore(table).add({
      ...made,
      ...tenant.sender,
      id: sender_id,
      name: tenant.sender.phone_number,
      updated_at: now,
    });
    await tenants.setFirstSender(tenant_id, sender_id);
  }
  const api_key = tenant.apiKey ?? randomIds.apiKey();
  const scopes = [...(tenant.scopes ?? SCOPES)];
  await apiKeyStore(table).add(draftApiKey({ ...made, id: randomIds.next('key'), name: 'first key', scopes }, api_key));
  return { tenant_id, api_key, sender_id };
}
