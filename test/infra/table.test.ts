import { expect, it } from 'vitest';

import { dev } from '../../lib/stage-settings.ts';
import { production } from './production.ts';
import { synthesize } from './synthesize.ts';

const development = synthesize(dev);

it('keeps every partition key in one shard lineage: a local index, from the start', () => {
  production.data.hasResourceProperties('AWS::DynamoDB::Table', {
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
  production.data.hasResourceProperties('AWS::DynamoDB::Table', {
    GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
  });
});

it.each([
  ['development', development, false, 'Delete'],
  ['production', production, true, 'Retain'],
])('streams both images, forgets expired items and can be restored in %s', (_, { data }, protection, policy) => {
  data.hasResource('AWS::DynamoDB::Table', {
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: protection,
    },
    DeletionPolicy: policy,
  });
  expect(Object.keys(data.toJSON()['Resources'])).toHaveLength(1);
});
