import * as z from 'zod';

import type { Bucket } from '../s3/operations.ts';
import type { Resource } from '../template/resource.ts';
import { readProperties } from './properties.ts';

const bucket = z.object({
  LifecycleConfiguration: z
    .object({
      Rules: z.array(
        z.strictObject({
          Status: z.literal('Enabled'),
          Prefix: z.string().min(1).optional(),
          ExpirationInDays: z.number().int().min(1).optional(),
          AbortIncompleteMultipartUpload: z.unknown().optional(),
        }),
      ),
    })
    .optional(),
});

/** The buckets of a template by name. @throws Error for a rule that goes by anything but the beginning of a key */
export function bucketsOf(resources: readonly Resource[]): ReadonlyMap<string, Bucket> {
  const buckets = resources.filter(({ type }) => type === 'AWS::S3::Bucket');
  return new Map(
    buckets.map((resource) => {
      const { Rules = [] } = readProperties(bucket, resource).LifecycleConfiguration ?? {};
      const expiries = Rules.flatMap(({ Prefix = '', ExpirationInDays: days }) =>
        days === undefined ? [] : [{ prefix: Prefix, days }],
      );
      return [resource.ref, { expiries }];
    }),
  );
}
