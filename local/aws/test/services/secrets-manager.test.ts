import { DatabaseSync } from 'node:sqlite';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../endpoint.ts';
import { secretArn } from '../../services/secrets-manager/secret-arn.ts';
import { secretsManager } from '../../services/secrets-manager.ts';
import { arn } from '../../services/service.ts';
import { clientOptions, serve } from '../../serve.ts';

const NAME = 'shop/payment-token';
const ARN = secretArn(NAME);
const AT = 1_700_000_000_000;

let db: DatabaseSync;
let endpoint: Endpoint;
let client: SecretsManagerClient;
let clock: number;

beforeEach(async () => {
  clock = AT;
  db = new DatabaseSync(':memory:');
  endpoint = await serve(secretsManager({ db, now: () => clock }));
  client = new SecretsManagerClient(clientOptions(endpoint.url));
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
  db.close();
});

const create = (SecretString: string) => client.send(new CreateSecretCommand({ Name: NAME, SecretString }));
const put = (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId: NAME, SecretString }));
const get = (SecretId: string, more: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));

test('a secret is read by its name, its ARN and its ARN without the suffix', async () => {
  expect(ARN).toMatch(/^arn:aws:secretsmanager:.*:secret:shop\/payment-token-[0-9a-zA-Z]{6}$/);
  expect((await create('s3cret')).ARN).toBe(ARN);
  for (const id of [NAME, ARN, arn('secretsmanager', `secret:${NAME}`)]) {
    expect(await get(id)).toMatchObject({ ARN, Name: NAME, SecretString: 's3cret', VersionStages: ['AWSCURRENT'] });
  }
});

test('a binary value is read unchanged', async () => {
  const SecretBinary = Uint8Array.of(0, 1, 255);
  await client.send(new CreateSecretCommand({ Name: NAME, SecretBinary }));
  const value = await get(NAME);
  expect(value.SecretBinary).toEqual(SecretBinary);
  expect(value.SecretString).toBeUndefined();
});

test('a new value becomes the current one, and the one before can still be read', async () => {
  const first = await create('one');
  const second = await put('two');
  await put('three');
  expect((await get(NAME)).SecretString).toBe('three');
  expect(await get(NAME, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
    SecretString: 'two',
    VersionId: second.VersionId,
  });
  expect((await get(NAME, { VersionId: first.VersionId })).SecretString).toBe('one');
  const described = await client.send(new DescribeSecretCommand({ SecretId: ARN }));
  expect(described).toMatchObject({ ARN, Name: NAME, CreatedDate: new Date(AT) });
  expect(
    Object.values(described.VersionIdsToStages ?? {})
      .flat()
      .sort(),
  ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
});

test('a request repeated with its token changes nothing, and is refused with another value', async () => {
  await create('one');
  const repeated = { SecretId: NAME, SecretString: 'two', ClientRequestToken: 'a-token-of-at-least-32-characters' };
  await client.send(new PutSecretValueCommand(repeated));
  await client.send(new PutSecretValueCommand(repeated));
  expect((await get(NAME, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  await expect(client.send(new PutSecretValueCommand({ ...repeated, SecretString: '3' }))).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
});

test('reading a secret that does not exist is refused, and so is creating one that does', async () => {
  await expect(get('nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(put('x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await client.send(new CreateSecretCommand({ Name: NAME }));
  await expect(get(NAME)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(create('again')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('a deleted secret cannot be read, and can be created again after its recovery window', async () => {
  await create('one');
  await client.send(new DeleteSecretCommand({ SecretId: NAME, RecoveryWindowInDays: 7 }));
  await expect(get(NAME)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  const described = await client.send(new DescribeSecretCommand({ SecretId: NAME }));
  expect(described.DeletedDate).toEqual(new Date(AT + 7 * 86_400_000));
  clock += 7 * 86_400_000;
  await expect(get(NAME)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

  await create('two');
  await client.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
  await create('three');
  expect((await get(NAME)).SecretString).toBe('three');
});

test('secrets outlive the service', async () => {
  await create('kept');
  const value = await secretsManager({ db }).handle('GetSecretValue', { SecretId: NAME });
  expect(value).toMatchObject({ SecretString: 'kept' });
});

test('permissions are checked on the whole ARN, however the request names the secret', () => {
  const service = secretsManager({ db });
  const checked = [{ action: 'secretsmanager:GetSecretValue', resource: ARN }];
  expect(service.permissions('GetSecretValue', { SecretId: NAME })).toEqual(checked);
  expect(service.permissions('GetSecretValue', { SecretId: ARN })).toEqual(checked);
});
