import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import type { Files } from './files.ts';

/**
 * What S3 says of a file that is not there, or not the one that was meant. Whoever may not list a bucket, and no function may,
 * is told of an absent file that access is denied.
 */
const ABSENT = ['NoSuchKey', 'AccessDenied', 'PreconditionFailed', 'InvalidRange'];

/** Files in a bucket. A signed address is worth what its signer may do: it is signed anew at each read. */
export function s3Files(Bucket: string, client = new S3Client()): Files {
  return {
    async uploadForm(Key, { type, minimumBytes = 1, maximumBytes, seconds }) {
      return createPresignedPost(client, {
        Bucket,
        Key,
        Fields: { 'Content-Type': type },
        Conditions: [['content-length-range', minimumBytes, maximumBytes]],
        Expires: seconds,
      });
    },

    async read(Key, { start, length, etag }) {
      const Range = `bytes=${start}-${start + length - 1}`;
      try {
        const found = await client.send(new GetObjectCommand({ Bucket, Key, Range, ...(etag && { IfMatch: etag }) }));
        const bytes = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
        return { bytes, size: Number(found.ContentRange?.split('/').at(-1)), etag: found.ETag ?? '' };
      } catch (error) {
        if (error instanceof Error && ABSENT.includes(error.name)) return undefined;
        throw error;
      }
    },

    async put(Key, Body, ContentType) {
      return (await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }))).ETag ?? '';
    },

    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },

    async link(Key, { name, seconds, method = 'GET' }) {
      const wanted = { Bucket, Key, ResponseContentDisposition: `attachment; filename="${name}"` };
      const command = method === 'GET' ? new GetObjectCommand(wanted) : new HeadObjectCommand(wanted);
      return getSignedUrl(client, command, { expiresIn: seconds });
    },

    async beginParts(Key, ContentType) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }));
      return UploadId ?? '';
    },

    async putPart(Key, UploadId, PartNumber, Body) {
      const part = { Bucket, Key, UploadId, PartNumber, Body };
      return unlessEnded(async () => (await client.send(new UploadPartCommand(part))).ETag);
    },

    async completeParts(Key, UploadId, etags) {
      const Parts = etags.map((ETag, place) => ({ PartNumber: place + 1, ETag }));
      const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
      const done = await unlessEnded(() => client.send(new CompleteMultipartUploadCommand(whole)));
      return done !== undefined;
    },
  };
}

/** @returns undefined when the upload in parts was completed or dropped */
async function unlessEnded<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchUpload') return undefined;
    throw error;
  }
}
