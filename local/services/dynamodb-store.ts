import { Agent, request } from 'node:http';
import { readBody } from '../http-body.ts';
import { REGION } from './service.ts';

export interface StoreAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface DynamoDbStore {
  /** Sends a call on as it is. @throws Error when the store does not answer. */
  call(target: string, input: object): Promise<StoreAnswer>;
  close(): void;
}

/** Embedded stores look at the form of a signature and no further. */
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;

/** The DynamoDB behind the endpoint. node:http with kept connections passes on twice what fetch does. */
export function dynamoDbStore(endpoint: string): DynamoDbStore {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(endpoint);
  const call = (target: string, input: object): Promise<StoreAnswer> =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify(input));
      const headers = {
        authorization: AUTHORIZATION,
        'content-length': body.length,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20260101T000000Z',
        'x-amz-target': target,
      };
      request({ agent, hostname, port, method: 'POST', headers }, (response) => {
        readBody(response).then((answer) => resolve({ status: response.statusCode!, body: answer }), reject);
      })
        .on('error', reject)
        .end(body);
    });
  return { call, close: () => agent.destroy() };
}
