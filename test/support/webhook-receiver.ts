import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly path: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Somebody's webhook receiver: keeps what is posted to it and answers as it is told. */
export async function startReceiver() {
  const received: Received[] = [];
  let connections = 0;
  let answer: (response: ServerResponse, request: IncomingMessage) => void = (response) => response.end('taken');
  // Whoever had this port before may still be posted to by another test's Herald, which tries for hours.
  const path = `/hook-${randomUUID()}`;
  const listener: RequestListener = (request, response) => {
    if (!request.url?.startsWith(path)) return response.writeHead(404).end();
    void text(request).then((body) => {
      received.push({ path: request.url, headers: request.headers as Record<string, string>, body });
      answer(response, request);
    });
  };
  const server = createServer(listener).on('connection', () => (connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    path,
    url: `http://127.0.0.1:${port}${path}`,
    received,
    connections: () => connections,
    answering(status: number, headers: Record<string, string> = {}) {
      answer = (response) => response.writeHead(status, headers).end('an answer');
    },
    doing(next: typeof answer) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** What a receiver makes of a message by Standard Webhooks' own library. @throws Error when the signature is not good */
export function verified({ body, headers }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers);
}
