import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer. `cutOff`: the connection is closed behind the body, which is said to be longer. */
interface Scripted {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly cutOff?: boolean;
}

/** One answer; `drop` takes the request and closes the connection, `cut` does so in the middle of the body. */
export type Step = 'drop' | 'cut' | 'hang' | Scripted;

const CUT: Scripted = { status: 200, body: '{"data":', cutOff: true };

/** A server on a free port that answers as its script says, one step for each request; the last step is repeated. */
export async function scriptedServer(...script: readonly [Step, ...Step[]]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const step = script[Math.min(received.length, script.length - 1)]!;
      const { method = '', url = '', headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (step === 'hang') return;
      if (step === 'drop') {
        request.socket.destroy();
        return;
      }
      const { status, headers: more, body, cutOff } = step === 'cut' ? CUT : step;
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      const text = typeof body === 'string' ? body : body && JSON.stringify(body);
      response.writeHead(status, { 'content-type': type, ...more, ...(cutOff && { 'content-length': 1000 }) });
      if (cutOff) response.write(text, () => request.socket.destroy());
      else response.end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type ScriptedServer = Awaited<ReturnType<typeof scriptedServer>>;

/** An error as Herald answers it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): Step {
  const body = {
    type: `urn:herald:error:${code}`,
    title: 'A title',
    status,
    detail: 'What to do.',
    code,
    request_id: 'r-1',
  };
  return { status, headers, body };
}
