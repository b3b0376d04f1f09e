import { expect, it } from 'vitest';

import { development } from './development.ts';
import { production } from './production.ts';

const [table] = production.all('AWS::DynamoDB::Table').map(([, { Properties }]) => Properties);

it('keeps every partition key in one shard lineage, by a local index that exists from the start', () => {
  expect(table).toMatchObject({
    LocalSecondaryIndexes: [
      {
        IndexName: 'unsplit',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'lsi_never_set', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
});

it('has two overloaded global indexes', () => {
  const index = (name: string) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: `${name}pk`, KeyType: 'HASH' },
      { AttributeName: `${name}sk`, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'ALL' },
  });
  expect(table).toMatchObject({ GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')] });
});

it.each([
  ['development', development, 'herald-dev-data', false, 'Delete'],
  ['production', production, 'herald-prod-data', true, 'Retain'],
] as const)(
  'streams both images, forgets expired items and can be restored in %s',
  (_, { stacks }, stack, protection, policy) => {
    const resources = Object.values(stacks[stack]!.Resources);
    const types = resources.map(({ Type }) => Type);
    expect(types).toEqual(['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy']);
    expect(resources[0]).toMatchObject({
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: protection,
      },
      DeletionPolicy: policy,
    });
  },
);
