import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { ServiceError } from '../services/service.ts';

/** A request as its caller signed it. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent: S3 signs a path as it is, encoded once. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const UNSIGNED = 'UNSIGNED-PAYLOAD';
const HEADER = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks the SigV4 signature of a request's header, or of its address.
 * @returns the access key that signed it
 * @throws ServiceError, status 403, for a request that is not signed, signed wrongly, or used too late
 */
export function verifySignature(request: SignedRequest, secret: string, now: number): string {
  const { query, headers, body } = request;
  const [, credential = '', names = '', signature = ''] = HEADER.exec(headers.authorization ?? '') ?? [];
  if (credential) {
    const hash = String(headers['x-amz-content-sha256'] ?? '');
    if (hash !== UNSIGNED && hash !== sha256(body))
      throw new ServiceError('XAmzContentSHA256Mismatch', 'The body is not what its hash says.');
    return verify(request, { credential, names, signature, hash, at: String(headers['x-amz-date']) }, secret);
  }
  const at = query.get('X-Amz-Date') ?? '';
  const presigned = {
    credential: query.get('X-Amz-Credential') ?? '',
    names: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    hash: UNSIGNED,
    at,
  };
  const accessKeyId = verify(request, presigned, secret);
  if (now > timeOf(at) + Number(query.get('X-Amz-Expires')) * 1_000)
    throw new ServiceError('AccessDenied', 'Request has expired', 403);
  return accessKeyId;
}

/** Checks the signature of a text under a credential's scope. @returns the access key @throws ServiceError, status 403 */
export function verifyText(text: string, credential: string, signature: string, secret: string): string {
  const [accessKeyId = '', ...scope] = credential.split('/');
  const key = scope.reduce<Buffer | string>((above, part) => hmac(above, part), `AWS4${secret}`);
  const expected = hmac(key, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new ServiceError('SignatureDoesNotMatch', 'The signature does not match the request.', 403);
  return accessKeyId;
}

interface Signed {
  readonly credential: string;
  readonly names: string;
  readonly signature: string;
  readonly hash: string;
  readonly at: string;
}

function verify(request: SignedRequest, { credential, names, signature, hash, at }: Signed, secret: string): string {
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  const canonical = [request.method, request.path, canonicalQuery(request.query), headers.join(''), names, hash];
  const scope = credential.split('/').slice(1).join('/');
  const text = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical.join('\n'))].join('\n');
  return verifyText(text, credential, signature, secret);
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `20260601T120000Z`, in milliseconds since the epoch. */
function timeOf(at: string): number {
  return Date.parse(at.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
