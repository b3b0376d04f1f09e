import { DatabaseSync } from 'node:sqlite';

import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { secretsManager } from '../../../local/aws/services/secrets-manager.ts';
import type { AwsService } from '../../../local/aws/services/service.ts';
import type { CredentialVault } from '../../../shared/tenancy/credentials.ts';
import { secretsManagerVault } from '../../../shared/tenancy/secrets-manager.credentials.ts';
import { clientOptions, serve } from '../../support/serve.ts';
import { twilioCredentials } from '../../../shared/provider/twilio/twilio-credentials.ts';
import { fakeClock } from '../fixtures.ts';

const one = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'token one' };
const two = { account_sid: `AC${'b'.repeat(32)}`, auth_token: 'token two' };

let endpoint: Endpoint;
let client: SecretsManagerClient;
let clock: ReturnType<typeof fakeClock>;
let vault: CredentialVault;
let reads: number;
beforeEach(async () => {
  clock = fakeClock();
  reads = 0;
  const service = secretsManager({ db: new DatabaseSync(':memory:') });
  const counting: AwsService = {
    ...service,
    handle(operation, ...given) {
      if (operation === 'GetSecretValue') reads += 1;
      return service.handle(operation, ...given);
    },
  };
  endpoint = await serve(counting);
  client = new SecretsManagerClient(clientOptions(endpoint.url));
  vault = secretsManagerVault('herald/', clock, twilioCredentials, client);
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

test('each tenant has credentials of its own, which can be replaced', async () => {
  expect(await vault.get('ten_1')).toBeUndefined();
  await vault.set('ten_1', one);
  expect(await vault.get('ten_1')).toEqual(one);
  expect(await vault.get('ten_2')).toBeUndefined();
  await vault.set('ten_1', two);
  clock.advance(60_000);
  expect(await vault.get('ten_1')).toEqual(two);
});

test('credentials that were read are kept in memory for a minute', async () => {
  await vault.set('ten_1', one);
  await vault.get('ten_1');
  clock.advance(59_999);
  await vault.get('ten_1');
  expect(reads).toBe(1);
  clock.advance(1);
  await vault.get('ten_1');
  expect(reads).toBe(2);
});

test('credentials that were read before a given time are read again', async () => {
  await vault.set('ten_1', one);
  await vault.get('ten_1');
  const readAt = clock.now();
  await vault.set('ten_1', two);
  clock.advance(1_000);
  expect(await vault.get('ten_1', readAt - 1)).toEqual(one);
  expect(await vault.get('ten_1', readAt)).toEqual(two);
  expect(await vault.get('ten_1', readAt + 999)).toEqual(two);
  expect(reads).toBe(2);
});

test('that a tenant has no credentials is not kept in memory', async () => {
  await vault.get('ten_1');
  await vault.set('ten_1', one);
  expect(await vault.get('ten_1')).toEqual(one);
});

test.each(['no json', '{}', '{"account_sid":"x","auth_token":"long enough"}', '{"account_sid":null}', 'null'])(
  'a secret of %s counts as no credentials',
  async (SecretString) => {
    await client.send(new CreateSecretCommand({ Name: 'herald/ten_1', SecretString }));
    expect(await vault.get('ten_1')).toBeUndefined();
    await client.send(new PutSecretValueCommand({ SecretId: 'herald/ten_1', SecretString: JSON.stringify(one) }));
    expect(await vault.get('ten_1')).toEqual(one);
  },
);

test('a secret store that cannot be asked is an error, not a tenant without credentials', async () => {
  await endpoint.close();
  await expect(vault.get('ten_1')).rejects.toThrow();
  endpoint = await serve();
});

test("what credentials consist of is the provider's schema", async () => {
  const other = secretsManagerVault('herald/', clock, z.object({ api_key: z.string() }), client);
  await other.set('ten_1', { api_key: 'k' });
  expect(await other.get('ten_1')).toEqual({ api_key: 'k' });
  expect(await vault.get('ten_1')).toBeUndefined();
});
