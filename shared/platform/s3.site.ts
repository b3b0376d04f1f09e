import { DeleteObjectsCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { Site } from './site.ts';

/** A site whose files are a bucket's. */
export function s3Site(Bucket: string, client = new S3Client()): Site {
  return {
    async put(Key, { body, type, cacheControl }) {
      const object = { Bucket, Key, Body: body, ContentType: type, CacheControl: cacheControl };
      await client.send(new PutObjectCommand(object));
    },

    async empty() {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        if (Contents.length === 0) continue;
        const Objects = Contents.map(({ Key }) => ({ Key }));
        const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        if (Errors[0]) throw new Error(`${Errors.length} files of the site were not deleted: ${Errors[0].Message}`);
      }
    },
  };
}
