import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { ServiceError } from '../services/service.ts';

export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: object, status = 200): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, {
    'content-length': body.length,
    'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}

/** What is no ServiceError is answered as an InternalServerError, status 500. */
export function errorAnswer(error: unknown) {
  const { code, message, status, extra } =
    error instanceof ServiceError ? error : new ServiceError('InternalServerError', String(error), 500);
  return { code, status, answer: { __type: code, message, ...extra } };
}

export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { code, status, answer } = errorAnswer(error);
  // SQS kept the error codes of its old query protocol; SDKs read them from here.
  if (request.headers.authorization?.includes('/sqs/aws4_request')) {
    response.setHeader('x-amzn-query-error', `${code};${status < 500 ? 'Sender' : 'Receiver'}`);
  }
  sendAnswer(request, response, answer, status);
}
