import { expect, it } from 'vitest';

import { restoredTable } from '../../lib/constructs/table-address.ts';
import { prod } from '../../lib/stage-settings.ts';
import { development } from './development.ts';
import { production } from './production.ts';
import { synthesize } from './synthesize.ts';

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

const ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table/herald-restored';
const STREAM = `${ARN}/stream/2026-12-24T09:00:00.000`;

it('gives its place to one that was restored, everywhere but in the stack that has it', () => {
  const restored = synthesize({ ...prod, restoredStreamArn: STREAM });
  const functions = restored
    .all('AWS::Lambda::Function')
    .map(([, { Properties }]) => Properties.Environment?.Variables);
  const tables = functions.flatMap((variables) => variables?.TABLE_NAME ?? []);
  expect(tables.length).toBeGreaterThan(50);
  expect(new Set(tables)).toEqual(new Set(['herald-restored']));
  const readers = restored
    .all('AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties }]) => Properties.StartingPosition);
  expect(readers.map(([, { Properties }]) => Properties.EventSourceArn)).toEqual([STREAM, STREAM]);
  const others = Object.entries(restored.stacks).filter(([name]) => name !== 'herald-prod-data');
  const [data] = Object.values(restored.stacks);
  const exported = Object.values(data!.Outputs).flatMap(({ Export, Value }) =>
    Export && JSON.stringify(Value).includes('Table') ? Export.Name : [],
  );
  expect(exported).toHaveLength(3);
  for (const name of exported) expect(JSON.stringify(others)).not.toContain(name);
  // What is imported may not be withdrawn while the stacks that import it are still to be deployed.
  expect(restored.stacks['herald-prod-data']).toEqual(production.stacks['herald-prod-data']);
});

it('is found by its stream, and a wrong one is refused with what to do', () => {
  expect(restoredTable(STREAM)).toEqual({ tableName: 'herald-restored', tableArn: ARN, streamArn: STREAM });
  expect(() => restoredTable(ARN)).toThrow('LatestStreamArn');
});
