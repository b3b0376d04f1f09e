import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

import type { ChangeRecord } from '../platform/change-record.ts';
import { timestamp } from '../platform/clock.ts';
import { build, type Built, type Dependencies, type Dependency } from './dependency.ts';
import { inLogContext } from './in-log-context.ts';

/** The name of the table that a function works with. */
interface TableName extends Dependency {
  build(variables: never): string;
}

/**
 * The Lambda handler of a reader of the table's stream. Removals by TTL are left out, and so is what another table's stream
 * brings: while a stage goes over to a restored table, the former one is still read. After an error, the event source delivers the
 * batch again.
 * @param table whose name it is
 */
export function stream<Needs extends Dependencies>(
  handle: (records: ChangeRecord[], dependencies: Built<Needs>) => Promise<void>,
  needs: Needs,
  table: TableName,
) {
  const ports = build(needs);
  const { own } = build({ own: table });
  return inLogContext(async ({ Records }: DynamoDBStreamEvent) =>
    handle(Records.filter((record) => !byTtl(record) && isOf(own, record)).map(read), ports),
  );
}

function isOf(table: string, { eventSourceARN = '' }: DynamoDBRecord): boolean {
  return eventSourceARN.split('/')[1] === table;
}

function byTtl({ userIdentity }: DynamoDBRecord): boolean {
  return (userIdentity as { principalId?: string } | undefined)?.principalId === 'dynamodb.amazonaws.com';
}

function read({ dynamodb }: DynamoDBRecord): ChangeRecord {
  const { SequenceNumber = '', Keys, OldImage, NewImage, ApproximateCreationDateTime } = dynamodb ?? {};
  const plain = (image: typeof Keys) => image && unmarshall(image as Record<string, AttributeValue>);
  const { pk, sk } = plain(Keys) ?? {};
  const at = madeAt(ApproximateCreationDateTime);
  return {
    sequence: SequenceNumber,
    pk: String(pk),
    sk: String(sk),
    before: plain(OldImage),
    after: plain(NewImage),
    at,
  };
}

/** @param seconds since the epoch, as Lambda passes it on */
function madeAt(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : timestamp(seconds * 1_000);
}
