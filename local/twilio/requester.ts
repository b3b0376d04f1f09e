import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** Twilio's read timeout. */
const TIMEOUT_MS = 15_000;
/** A person's browser waits longer than Twilio does. */
export const BROWSER_TIMEOUT_MS = 60_000;

export interface OutgoingRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Without news of the answer. Default: Twilio's. */
  readonly timeout?: number;
}

/** How a request ended: an HTTP status, `ct` when it could not connect, `rt` when no answer came. */
export type Outcome = number | 'ct' | 'rt';

export interface Answered {
  readonly outcome: Outcome;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Requester {
  /** Follows no redirect and never throws. */
  send(request: OutgoingRequest): Promise<Answered>;
  /** Aborts requests under way. */
  close(): void;
}

// node:http takes a quarter of the processor time of fetch here.
export function requester(maxSockets: number): Requester {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const secureAgent = new HttpsAgent({ keepAlive: true, maxSockets });

  function send({ method, url, headers, body = '', timeout = TIMEOUT_MS }: OutgoingRequest): Promise<Answered> {
    return new Promise((resolve) => {
      const fail = (outcome: Outcome) => resolve({ outcome, headers: {}, body: '' });
      const length = method === 'POST' && { 'content-length': Buffer.byteLength(body) };
      const options = { method, timeout, headers: { ...headers, ...length } };
      const onResponse = (response: IncomingMessage) => {
        text(response).then(
          (answer) => resolve({ outcome: response.statusCode ?? 'rt', headers: response.headers, body: answer }),
          () => fail(response.statusCode ?? 'rt'),
        );
      };
      const request = url.startsWith('https:')
        ? httpsRequest(url, { ...options, agent: secureAgent }, onResponse)
        : httpRequest(url, { ...options, agent }, onResponse);
      request.on('timeout', () => request.destroy());
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The other side had closed this kept connection before the request: it is sent again.
        if (request.reusedSocket && error.code === 'ECONNRESET') resolve(send({ method, url, headers, body, timeout }));
        else fail(error.syscall === 'connect' || error.syscall === 'getaddrinfo' ? 'ct' : 'rt');
      });
      request.end(body);
    });
  }

  return {
    send,
    close() {
      agent.destroy();
      secureAgent.destroy();
    },
  };
}
