import { expect, it } from 'vitest';

import { development } from './development.ts';
import { production } from './production.ts';

it.each([
  ['dev', development, 'Delete'],
  ['prod', production, 'Retain'],
] as const)(
  'keeps files private and encrypted, and those that come and go for a week, in %s',
  (stage, { stacks }, policy) => {
    const resources = Object.values(stacks[`herald-${stage}-data`]!.Resources);
    const bucket = resources.find(({ Type }) => Type === 'AWS::S3::Bucket');
    expect(bucket).toMatchObject({
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
        LifecycleConfiguration: {
          Rules: [
            ...['imports/', 'exports/', 'uploads/'].map((Prefix) => ({
              Status: 'Enabled',
              Prefix,
              ExpirationInDays: 7,
            })),
            { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          ],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
      DeletionPolicy: policy,
    });
    const { Statement } = resources.find(({ Type }) => Type === 'AWS::S3::BucketPolicy')?.Properties.PolicyDocument;
    expect(Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
  },
);
