import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { unwatched, type Authorize } from './iam/authorizer.ts';
import { injectFault, type Injector } from './inject-fault.ts';
import type { Principal } from './iam/principal.ts';
import { objectStore } from './s3/object-store.ts';
import { s3Operations, xml, type Bucket, type S3Answer, type S3Call } from './s3/operations.ts';
import { checkPostPolicy } from './s3/post-policy.ts';
import { verifySignature } from './s3/signature.ts';
import { ServiceError } from './services/service.ts';

/** What this machine's memory bears; of S3 itself, a part or an upload in one piece has at most 5 GB. */
const MAX_BODY = 1024 ** 3;

export interface S3Options {
  readonly db: DatabaseSync;
  readonly dataDirectory: string;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly principals: (accessKeyId: string) => Principal | undefined;
  /** Of every access key. */
  readonly secret: string;
  readonly authorize?: Authorize;
  /** What strikes its calls; nothing, unless given. */
  readonly injector?: Injector;
  readonly now?: () => number;
}

export interface S3 {
  readonly url: string;
  close(): Promise<void>;
}

type Operation = keyof ReturnType<typeof s3Operations>;

/** The IAM action of each operation that has not the action of its name. */
const ACTIONS: Readonly<Partial<Record<Operation, string>>> = {
  HeadObject: 'GetObject',
  ListObjectsV2: 'ListBucket',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

/**
 * S3 for objects: whole, by ranges and in parts, and uploads by a browser's form. Paths name the bucket. Signatures are
 * verified, since they alone protect an address that is handed on.
 */
export async function startS3(options: S3Options): Promise<S3> {
  const { db, dataDirectory, buckets, principals, secret, authorize = unwatched, injector, now = Date.now } = options;
  const operations = s3Operations(objectStore(db, join(dataDirectory, 'objects')), buckets, now);

  async function run(
    operation: Operation,
    accessKeyId: string,
    call: S3Call,
    request: IncomingMessage,
  ): Promise<S3Answer> {
    const principal = principals(accessKeyId);
    if (!principal) throw new ServiceError('InvalidAccessKeyId', 'There is no such access key.', 403);
    if (!buckets.has(call.bucket)) throw new ServiceError('NoSuchBucket', 'The bucket does not exist.', 404);
    const action = `s3:${ACTIONS[operation] ?? operation}`;
    const whole = `arn:aws:s3:::${call.bucket}`;
    const resource = operation === 'ListObjectsV2' ? whole : `${whole}/${call.key}`;
    if (!authorize(principal, { action, resource })) {
      const refusal = `User: ${principal.name} is not authorized to perform: ${action} on resource: "${resource}"`;
      throw new ServiceError('AccessDenied', refusal, 403);
    }
    const mayList = unwatched(principal, { action: 's3:ListBucket', resource: whole });
    const input = { Bucket: call.bucket, Key: call.key };
    const struck = { service: 's3', operation, caller: principal.name, input, accessKeyId };
    if (injector) await injectFault(injector, 'before', struck, request);
    try {
      const answer = operations[operation](call);
      if (injector) await injectFault(injector, 'after', struck, request);
      return answer;
    } catch (error) {
      const isAbsent = error instanceof ServiceError && error.code === 'NoSuchKey';
      // S3 does not tell whether an object exists to whoever may not list the bucket.
      throw isAbsent && !mayList ? new ServiceError('AccessDenied', 'Access Denied', 403) : error;
    }
  }

  async function handle(request: IncomingMessage): Promise<S3Answer> {
    const { method = '', headers, url = '' } = request;
    if (method === 'OPTIONS') return { status: 200 };
    const body = await readLimited(request);
    const { pathname: path, searchParams: query } = new URL(url, 'http://localhost');
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(path)) ?? [];
    const header = (name: string) => headers[name] && String(headers[name]);
    if (method === 'POST' && headers['content-type']?.startsWith('multipart/form-data')) {
      const { file, fields } = await readForm(body, headers['content-type'], bucket);
      const accessKeyId = checkPostPolicy(fields, file.length, secret, now());
      const field = (name: string) => fields.get(name);
      const call = { bucket, key: fields.get('key') ?? '', query, header: field, body: file };
      await run('PutObject', accessKeyId, call, request);
      return { status: 204 };
    }
    const accessKeyId = verifySignature({ method, path, query, headers, body }, secret, now());
    const operation = operationOf(method, query);
    if (!operation) throw new ServiceError('NotImplemented', 'This emulator does not serve the request.', 501);
    return run(operation, accessKeyId, { bucket, key, query, header, body }, request);
  }

  const server = createServer((request, response) => {
    handle(request).then(
      (answer) => send(request, response, answer),
      (error: unknown) => send(request, response, refusal(error)),
    );
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function operationOf(method: string, query: URLSearchParams): Operation | undefined {
  const isPart = query.has('uploadId');
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'GetObject';
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'PUT') return isPart ? 'UploadPart' : 'PutObject';
  if (method === 'DELETE') return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
  if (method !== 'POST') return undefined;
  if (isPart) return 'CompleteMultipartUpload';
  return query.has('uploads') ? 'CreateMultipartUpload' : undefined;
}

async function readForm(body: Buffer, type: string, bucket: string) {
  // It needs memory for the whole form, which an emulator with a bounded body has.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const fields = new Map([['bucket', bucket]]);
  let file = Buffer.alloc(0);
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
    else if (name === 'file') file = Buffer.from(await value.arrayBuffer());
  }
  return { file, fields };
}

async function readLimited(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new ServiceError('EntityTooLarge', 'This emulator takes at most 1 GB at once.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(error: unknown): S3Answer {
  if (error instanceof ServiceError) return xml('Error', { Code: error.code, Message: error.message }, error.status);
  return xml('Error', { Code: 'InternalError', Message: String(error) }, 500);
}

/** A browser's page of another origin may upload and read, since the signature alone decides. */
function send({ method }: IncomingMessage, response: ServerResponse, { status, headers, body = '' }: S3Answer): void {
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST' };
  const length = headers?.['content-length'] ?? String(Buffer.byteLength(body));
  response.writeHead(status, { ...cors, ...headers, ...(status !== 204 && { 'content-length': length }) });
  response.end(method === 'HEAD' ? undefined : body);
}
