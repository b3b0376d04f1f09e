import { Agent, request } from 'node:http';
import { readBody } from '../../http-body.ts';
import { REGION } from '../service.ts';

export interface BackendAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface DynamoDbBackend {
  /** Passes a call on unchanged. @throws Error when the backend does not answer */
  call(target: string, input: object): Promise<BackendAnswer>;
  close(): void;
}

/** Local DynamoDBs demand a signature, and do not verify it. */
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;

/** The DynamoDB that keeps the data. node:http with keep-alive passes on twice as many calls as fetch does. */
export function dynamoDbBackend(endpoint: string): DynamoDbBackend {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(endpoint);
  const call = (target: string, input: object): Promise<BackendAnswer> =>
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
        readBody(response).then((answerBody) => resolve({ status: response.statusCode!, body: answerBody }), reject);
      })
        .on('error', reject)
        .end(body);
    });
  return { call, close: () => agent.destroy() };
}
