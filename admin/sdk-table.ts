import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { tableClient, type Table } from '../shared/platform/table-client.ts';
import type { TableOperations, TableRequests } from '../shared/platform/table-requests.ts';

type Handlers = {
  readonly [Name in keyof TableOperations]: (
    input: TableOperations[Name]['input'],
  ) => Promise<TableOperations[Name]['output']>;
};

/** Requests by AWS's client, which finds the profile or the sign-in of an operator's computer. Functions have neither. */
export function sdkRequests(client: DynamoDBClient): TableRequests {
  const handlers: Handlers = {
    BatchGetItem: (input) => client.send(new BatchGetItemCommand(input)),
    DeleteItem: (input) => client.send(new DeleteItemCommand(input)),
    GetItem: (input) => client.send(new GetItemCommand(input)),
    PutItem: (input) => client.send(new PutItemCommand(input)),
    Query: (input) => client.send(new QueryCommand(input)),
    TransactWriteItems: (input) => client.send(new TransactWriteItemsCommand(input)),
    UpdateItem: (input) => client.send(new UpdateItemCommand(input)),
  };
  return (operation, input) => handlers[operation](input);
}

export function tableBySdk(tableName: string, client: DynamoDBClient): Table {
  return tableClient(tableName, sdkRequests(client));
}

/** The table of an installation. @param access options of AWS's client */
export function installedTable({ tableName, access }: { readonly tableName: string; readonly access: object }): Table {
  return tableBySdk(tableName, new DynamoDBClient(access));
}
