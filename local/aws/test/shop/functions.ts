/** The functions of the shop, one export each. */
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';

const table = new DynamoDBClient();
const queue = new SQSClient();
const { TABLE_NAME: TableName, QUEUE_URL: QueueUrl } = process.env;

export async function create({ pathParameters }: APIGatewayProxyEventV2) {
  const id = pathParameters?.['id'] ?? '';
  await table.send(new PutItemCommand({ TableName, Item: { id: { S: id }, status: { S: 'new' } } }));
  await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: id }));
  return { statusCode: 201, body: id };
}

export async function read({ pathParameters }: APIGatewayProxyEventV2) {
  const { Item } = await table.send(
    new GetItemCommand({ TableName, Key: { id: { S: pathParameters?.['id'] ?? '' } } }),
  );
  return { statusCode: 200, body: JSON.stringify(Item) };
}

export async function pack({ Records }: SQSEvent) {
  for (const { body } of Records) {
    await table.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: body } },
        UpdateExpression: 'SET #status = :packed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':packed': { S: 'packed' } },
      }),
    );
  }
}

export async function watch({ Records }: DynamoDBStreamEvent) {
  for (const { dynamodb } of Records) {
    console.log(`stream: ${dynamodb?.NewImage?.['id']?.S} ${dynamodb?.NewImage?.['status']?.S}`);
  }
}
