import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import type * as z from 'zod';

import type { Clock } from '../platform/clock.ts';
import type { Credentials } from '../provider/provider.ts';
import type { CredentialVault } from './credentials.ts';

/** How long a function caches a secret, in milliseconds: a rotated token is used within a minute. */
const KEPT_FOR = 60_000;

/**
 * One secret per tenant, named `<prefix><tenant id>`.
 * @param schema of the provider's credentials: a secret that does not match it counts as none
 */
export function secretsManagerVault(
  prefix: string,
  clock: Clock,
  schema: z.ZodType<Credentials>,
  client = new SecretsManagerClient(),
): CredentialVault {
  const kept = new Map<string, { readonly value: Credentials; readonly readAt: number }>();

  return {
    async get(tenant, readSince = 0) {
      const held = kept.get(tenant);
      const readAt = clock.now();
      if (held && held.readAt > Math.max(readSince, readAt - KEPT_FOR)) return held.value;
      const value = await read(client, `${prefix}${tenant}`, schema);
      if (value) kept.set(tenant, { value, readAt });
      return value;
    },

    async set(tenant, credentials) {
      const Name = `${prefix}${tenant}`;
      const SecretString = JSON.stringify(credentials);
      try {
        await client.send(new CreateSecretCommand({ Name, SecretString }));
      } catch (error) {
        if (!(error instanceof ResourceExistsException)) throw error;
        await client.send(new PutSecretValueCommand({ SecretId: Name, SecretString }));
      }
    },
  };
}

async function read(
  client: SecretsManagerClient,
  SecretId: string,
  schema: z.ZodType<Credentials>,
): Promise<Credentials | undefined> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return schema.safeParse(JSON.parse(SecretString ?? 'null')).data;
  } catch (error) {
    if (error instanceof ResourceNotFoundException || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
