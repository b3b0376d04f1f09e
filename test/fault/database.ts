import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

import { startDynoxide } from '../../local/aws/dynoxide.ts';
import { dynamoDb as dynamoDbService } from '../../local/aws/services/dynamodb.ts';
import { createTable } from '../support/dynamodb.ts';
import type { Database } from './simulate.ts';

/** The embedded DynamoDB checks no signatures, and signing takes half of a call's time. */
async function unsigned(request: HttpRequest): Promise<HttpRequest> {
  request.headers['authorization'] =
    'AWS4-HMAC-SHA256 Credential=test/20261120/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
  request.headers['x-amz-date'] = '20261120T000000Z';
  return request;
}

type HttpRequest = Parameters<RequestSigner['sign']>[0];
type RequestSigner = Exclude<NonNullable<DynamoDBClientConfig['signer']>, (...given: never) => unknown>;

/** Starts an embedded DynamoDB, in memory where the system permits it. @returns with its client's options, and a function that stops it */
export async function openDatabase(): Promise<
  Database & { readonly access: DynamoDBClientConfig; close(): Promise<void> }
> {
  const directory = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'herald-faults-'));
  const dynoxide = await startDynoxide({ file: join(directory, 'worlds.db') });
  const access = {
    endpoint: dynoxide.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    signer: { sign: unsigned },
  };
  const client = new DynamoDBClient(access);
  const dynamoDb = dynamoDbService({ endpoint: dynoxide.endpoint });
  return {
    access,
    client,
    streams: dynamoDb.streams,
    createTable: (name) => createTable(client, name),
    async close() {
      dynamoDb.close();
      await dynoxide.close();
      await rm(directory, { recursive: true });
    },
  };
}
