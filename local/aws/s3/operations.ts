import { ServiceError } from '../services/service.ts';
import type { ObjectStore, StoredObject, StoredPart, Upload } from './object-store.ts';

/** What S3 demands of every part of an upload but the last one, in bytes. */
const MIN_PART = 5 * 1024 * 1024;
/** The most keys of a page. */
const MAX_KEYS = 1_000;
const DAY = 86_400_000;

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface S3Call {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

/** How many days the objects of a bucket are kept whose keys begin so; all others, for ever. */
export interface Bucket {
  readonly expiries?: readonly { readonly prefix: string; readonly days: number }[];
}

type Operation = (call: S3Call) => S3Answer;

/** The operations by name. */
export function s3Operations(store: ObjectStore, buckets: ReadonlyMap<string, Bucket>, now: () => number) {
  function find({ bucket, key, header }: S3Call): StoredObject {
    const found = store.get(bucket, key);
    const { expiries = [] } = buckets.get(bucket) ?? {};
    const days = Math.min(...expiries.filter(({ prefix }) => key.startsWith(prefix)).map(({ days }) => days));
    if (found && found.modified + days * DAY <= now()) store.deleteObject(bucket, key);
    else if (found) {
      const wanted = header('if-match');
      if (wanted !== undefined && unquoted(wanted) !== found.etag)
        throw new ServiceError('PreconditionFailed', 'The object is another one now.', 412);
      return found;
    }
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  }

  function uploadOf({ bucket, key, query }: S3Call): Upload {
    const upload = store.upload(query.get('uploadId') ?? '');
    if (!upload || upload.bucket !== bucket || upload.key !== key)
      throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return upload;
  }

  function headersOf({ etag, type, modified }: StoredObject, query: URLSearchParams) {
    const disposition = query.get('response-content-disposition');
    return {
      etag: `"${etag}"`,
      'content-type': query.get('response-content-type') ?? type,
      'last-modified': new Date(modified).toUTCString(),
      'accept-ranges': 'bytes',
      ...(disposition && { 'content-disposition': disposition }),
    };
  }

  return {
    PutObject({ bucket, key, header, body }) {
      const type = header('content-type') ?? 'binary/octet-stream';
      return { status: 200, headers: { etag: `"${store.add({ bucket, key, type, modified: now() }, body)}"` } };
    },
    GetObject(call) {
      const object = find(call);
      const headers = headersOf(object, call.query);
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(call.header('range') ?? '') ?? [];
      if (from === undefined) return { status: 200, headers, body: store.read(object, 0, object.size) };
      const start = Number(from);
      if (start >= object.size) throw new ServiceError('InvalidRange', 'The range is not satisfiable', 416);
      const end = Math.min(object.size, to ? Number(to) + 1 : object.size);
      const range = `bytes ${start}-${end - 1}/${object.size}`;
      return { status: 206, headers: { ...headers, 'content-range': range }, body: store.read(object, start, end) };
    },
    /** Of all that a request can ask for: a prefix, the size of a page, and where it goes on. */
    ListObjectsV2({ bucket, query }) {
      const prefix = query.get('prefix') ?? '';
      const limit = Math.min(MAX_KEYS, Number(query.get('max-keys') ?? MAX_KEYS));
      const listed = store.list(bucket, prefix, query.get('continuation-token') ?? '', limit + 1);
      const page = listed.slice(0, limit);
      const isTruncated = listed.length > limit;
      const contents = page.map(({ key, size, etag, modified }) => {
        const LastModified = new Date(modified).toISOString();
        return element('Contents', { Key: key, LastModified, ETag: `"${etag}"`, Size: String(size) });
      });
      const next: Record<string, string> = isTruncated ? { NextContinuationToken: page.at(-1)?.key ?? '' } : {};
      const about = { Name: bucket, Prefix: prefix, KeyCount: String(page.length), MaxKeys: String(limit) };
      return xml('ListBucketResult', { ...about, IsTruncated: String(isTruncated), ...next }, 200, contents.join(''));
    },
    HeadObject(call) {
      const object = find(call);
      return { status: 200, headers: { ...headersOf(object, call.query), 'content-length': String(object.size) } };
    },
    DeleteObject({ bucket, key }) {
      store.deleteObject(bucket, key);
      return { status: 204 };
    },
    CreateMultipartUpload({ bucket, key, header }) {
      const type = header('content-type') ?? 'binary/octet-stream';
      const id = store.addUpload({ bucket, key, type, begun: now() });
      return xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id });
    },
    UploadPart(call) {
      const number = Number(call.query.get('partNumber'));
      if (!(number >= 1 && number <= 10_000)) throw new ServiceError('InvalidArgument', 'Part numbers are 1 to 10000');
      return { status: 200, headers: { etag: `"${store.addPart(uploadOf(call).id, number, call.body)}"` } };
    },
    CompleteMultipartUpload(call) {
      const upload = uploadOf(call);
      const chosen = chosenParts(call.body.toString(), store.parts(upload.id));
      const etag = store.complete(upload, chosen);
      return xml('CompleteMultipartUploadResult', { Bucket: call.bucket, Key: call.key, ETag: `"${etag}"` });
    },
    AbortMultipartUpload(call) {
      store.endUpload(uploadOf(call).id);
      return { status: 204 };
    },
  } satisfies Record<string, Operation>;
}

/** The parts that a request to complete an upload lists. */
function chosenParts(body: string, known: readonly StoredPart[]): readonly StoredPart[] {
  const listed = [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: unquoted((/<ETag>([^<]*)</.exec(part)?.[1] ?? '').replaceAll('&quot;', '"')),
  }));
  if (listed.some(({ number }, place) => number <= (listed[place - 1]?.number ?? 0)))
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const chosen = listed.map(({ number, etag }) => {
    const found = known.find((part) => part.number === number && part.etag === etag);
    if (!found) throw new ServiceError('InvalidPart', `Part ${number} was not uploaded, or is another one.`);
    return found;
  });
  if (chosen.length === 0) throw new ServiceError('MalformedXML', 'The request lists no parts.');
  if (chosen.slice(0, -1).some(({ size }) => size < MIN_PART))
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return chosen;
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

/** An answer in XML. @param more elements, as they are */
export function xml(name: string, fields: Readonly<Record<string, string>>, status = 200, more = ''): S3Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>${element(name, fields, more)}`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function element(name: string, fields: Readonly<Record<string, string>>, more = ''): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const inner = Object.entries(fields).map(([field, value]) => `<${field}>${escape(value)}</${field}>`);
  return `<${name}>${inner.join('')}${more}</${name}>`;
}
