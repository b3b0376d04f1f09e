import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Answer = (response: ServerResponse) => void;

/** An answer in DynamoDB's protocol. @param body JSON */
export const says =
  (status: number, body: string): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);

/** The beginning of one. */
export const cutOff =
  (status: number, part: string): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
    response.write(part, () => response.destroy());
  };

export const breaksOff: Answer = ({ socket }) => socket?.destroy();

/** A server that gives these answers, one after another, and keeps what it was asked. */
export async function answeringServer(...answers: readonly Answer[]) {
  const asked: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => answers[asked.push({ headers: request.headers, body }) - 1]!(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
