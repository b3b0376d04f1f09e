import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ALLOW_ALL, type Statement } from '../iam/statement.ts';
import { createFaults } from '../faults.ts';
import { startS3, type S3 } from '../s3.ts';

const Bucket = 'files';
const DAY = 86_400_000;
let folder: string;
let db: DatabaseSync;
let s3: S3;
let later = 0;
const faults = createFaults();
const killed: string[] = [];

const READER: Statement[] = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/imports/*' }];
const STATEMENTS: Readonly<Record<string, readonly Statement[]>> = { OPERATOR: ALLOW_ALL, READER };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-'));
  db = new DatabaseSync(join(folder, 'services.db'));
  s3 = await startS3({
    db,
    dataDirectory: folder,
    buckets: new Map([
      [
        Bucket,
        {
          expiries: [
            { prefix: 'imports/', days: 7 },
            { prefix: 'exports/', days: 7 },
          ],
        },
      ],
    ]),
    principals: (key) => STATEMENTS[key] && { name: key, statements: STATEMENTS[key] },
    secret: 'local',
    injector: { faults, onKill: (key) => void killed.push(key) },
    now: () => Date.now() + later,
  });
});
afterAll(async () => {
  await s3.close();
  db.close();
  await rm(folder, { recursive: true });
});

function clientOf(accessKeyId = 'OPERATOR', secretAccessKey = 'local'): S3Client {
  return new S3Client({ endpoint: s3.url, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } });
}

async function at<Result>(time: number, act: () => Promise<Result>): Promise<Result> {
  later = time;
  try {
    return await act();
  } finally {
    later = 0;
  }
}

function put(Key: string, Body: string | Buffer) {
  return clientOf().send(new PutObjectCommand({ Bucket, Key, Body }));
}

test('faults strike its calls, before they take effect and after', async () => {
  const Key = 'exports/struck';
  const strike = (when: 'before' | 'after', action: 'error' | 'kill') =>
    faults.add({ service: 's3', operation: 'PutObject', caller: 'OPERATOR', when, action, times: 1, status: 503 });
  strike('before', 'kill');
  // The client asks again, as after any connection that broke.
  await put(Key, 'x');
  expect(killed).toEqual(['OPERATOR']);
  expect(faults.counts()).toMatchObject({ kill: 1 });
  for (let times = 0; times < 3; times += 1) strike('after', 'error');
  await expect(put(`${Key}-2`, 'x')).rejects.toMatchObject({
    name: 'InternalServerError',
  });
  expect(await clientOf().send(new HeadObjectCommand({ Bucket, Key: `${Key}-2` }))).toMatchObject({ ContentLength: 1 });
  faults.clear();
});

test('an object is read whole and by ranges, as long as it is the one that was meant', async () => {
  const Key = 'imports/a name, with "signs" & ü+.csv';
  const { ETag } = await put(Key, '0123456789');
  const client = clientOf();
  const read = async (more: object) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return Body?.transformToString();
  };
  expect(await read({})).toBe('0123456789');
  expect(await read({ Range: 'bytes=2-4', IfMatch: ETag })).toBe('234');
  expect(await read({ Range: 'bytes=8-99' })).toBe('89');
  await expect(read({ Range: 'bytes=10-99' })).rejects.toMatchObject({ name: 'InvalidRange' });
  await put(Key, 'another');
  await expect(read({ IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 7 });
});

test('an upload in parts becomes one object, and small parts are refused but for the last', async () => {
  const client = clientOf();
  const upload = async (Key: string, bodies: readonly Buffer[]) => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/csv' }));
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    return client.send(new HeadObjectCommand({ Bucket, Key }));
  };
  const big = Buffer.alloc(5 * 1024 * 1024, 'x');
  expect(await upload('exports/a', [big, Buffer.from('end')])).toMatchObject({
    ContentLength: big.length + 3,
    ContentType: 'text/csv',
    ETag: expect.stringMatching(/-2"$/),
  });
  await expect(upload('exports/b', [Buffer.from('small'), big])).rejects.toMatchObject({ name: 'EntityTooSmall' });
});

test('an upload in parts is completed once, of the parts that were uploaded last, in their order', async () => {
  const client = clientOf();
  const Key = 'exports/once';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = async (PartNumber: number, Body: Buffer, about: object = {}) => {
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...about }));
    return { PartNumber, ETag };
  };
  const complete = (...Parts: object[]) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  const replaced = await part(1, Buffer.alloc(5 * 1024 * 1024, 'x'));
  const first = await part(1, Buffer.alloc(5 * 1024 * 1024, 'y'));
  const last = await part(7, Buffer.from('end'));
  await expect(complete(replaced, last)).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(last, first)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(first, first)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(part(10_001, Buffer.from('x'))).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(part(1, Buffer.from('x'), { Key: 'exports/other' })).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await complete(first, last);
  await expect(complete(first, last)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(part(1, Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=5242879-5242885' }));
  expect(await Body?.transformToString()).toBe('yend');
});

test('an object of parts is as old as its upload', async () => {
  const client = clientOf();
  const Key = 'exports/aged';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  await at(6 * DAY, async () => {
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from('x') }),
    );
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    await client.send(new HeadObjectCommand({ Bucket, Key }));
  });
  await expect(at(7 * DAY + 1_000, () => client.send(new GetObjectCommand({ Bucket, Key })))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
});

test('who signs with another secret, or is not allowed, is refused', async () => {
  await put('imports/x', 'x');
  await put('exports/x', 'x');
  const get = (client: S3Client, Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
  await expect(get(clientOf('OPERATOR', 'other'), 'imports/x')).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
  await expect(get(clientOf('READER'), 'imports/x')).resolves.toBeDefined();
  await expect(get(clientOf('READER'), 'exports/x')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(get(clientOf('OPERATOR'), 'imports/absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(get(clientOf('READER'), 'imports/absent')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(get(clientOf('NOBODY'), 'imports/x')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
});

test('a signed address serves its object alone, and for its time alone', async () => {
  await put('imports/mine', 'mine');
  const address = await getSignedUrl(
    clientOf('READER'),
    new GetObjectCommand({ Bucket, Key: 'imports/mine', ResponseContentDisposition: 'attachment; filename="a.csv"' }),
    { expiresIn: 3_600 },
  );
  const answer = await fetch(address);
  expect(await answer.text()).toBe('mine');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.csv"');
  expect((await fetch(address.replace('mine', 'x'))).status).toBe(403);
  expect((await fetch(address.replace('Expires=3600', 'Expires=9999'))).status).toBe(403);
  expect((await at(3_601_000, () => fetch(address))).status).toBe(403);
  expect((await fetch(address.split('?')[0]!)).status).toBe(403);
});

test('a form uploads what its policy allows, and nothing else', async () => {
  const form = await createPresignedPost(clientOf(), {
    Bucket,
    Key: 'imports/form',
    Conditions: [['content-length-range', 1, 10]],
    Fields: { 'Content-Type': 'text/csv' },
    Expires: 60,
  });
  const post = async (body: string, change: Record<string, string> = {}) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...form.fields, ...change })) data.set(name, value);
    data.set('file', new Blob([body]), 'people.csv');
    const answer = await fetch(form.url, { method: 'POST', body: data });
    return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`;
  };
  expect(await post('a,b\n1,2')).toBe('204 ');
  const { Body, ContentType } = await clientOf().send(new GetObjectCommand({ Bucket, Key: 'imports/form' }));
  expect([await Body?.transformToString(), ContentType]).toEqual(['a,b\n1,2', 'text/csv']);
  expect(await post('01234567890')).toBe('400 EntityTooLarge');
  expect(await post('')).toBe('400 EntityTooSmall');
  expect(await post('a', { key: 'imports/other' })).toBe('403 AccessDenied');
  expect(await post('a', { 'Content-Type': 'image/png' })).toBe('403 AccessDenied');
  expect(await post('a', { acl: 'public-read' })).toBe('403 AccessDenied');
  expect(await post('a', { 'X-Amz-Signature': '0'.repeat(64) })).toBe('403 SignatureDoesNotMatch');
  expect(await at(61_000, () => post('a'))).toBe('403 AccessDenied');
});

test('a list has what begins with a prefix, page by page, for whoever may list the bucket', async () => {
  for (const key of ['lists/a&b', 'lists/a%', 'lists/c', 'listsother/d']) await put(key, key);
  const list = (more: object = {}) =>
    clientOf().send(new ListObjectsV2Command({ Bucket, Prefix: 'lists/', MaxKeys: 2, ...more }));
  const first = await list();
  expect(first.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
    ['lists/a%', 8],
    ['lists/a&b', 9],
  ]);
  expect(first.IsTruncated).toBe(true);
  const second = await list({ ContinuationToken: first.NextContinuationToken });
  expect([second.Contents?.map(({ Key }) => Key), second.IsTruncated]).toEqual([['lists/c'], false]);
  expect((await list({ Prefix: 'none/' })).KeyCount).toBe(0);
  await expect(clientOf('READER').send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

test('what is older than its folder keeps is gone', async () => {
  await put('imports/old', 'old');
  await put('media/old', 'old');
  const get = (Key: string) => clientOf().send(new GetObjectCommand({ Bucket, Key }));
  const read = () => get('imports/old');
  await expect(read()).resolves.toBeDefined();
  await expect(at(7 * DAY + 1, read)).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(at(70 * DAY, () => get('media/old'))).resolves.toBeDefined();
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
});
