import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, message, type Answer } from './http-api/answer.ts';
import { readLimited } from './http-api/body.ts';
import { httpEvent } from './http-api/event.ts';
import { router } from './http-api/router.ts';
import type { RoutePermissions } from './iam/lambda-permissions.ts';
import { isThrottled, type FunctionRuntime } from './services/service.ts';

/** API Gateway's own. */
const INTEGRATION_TIMEOUT_MILLISECONDS = 30_000;
const TIMED_OUT = Symbol('timed out');

export interface HttpApiOptions {
  /** `routeKey` as API Gateway spells it: 'POST /orders/{id}', 'ANY /{proxy+}', '$default'. */
  readonly routes: readonly { readonly routeKey: string; readonly functionArn: string }[];
  readonly runtime: FunctionRuntime;
  /** Whether a route is permitted to call its function; each is by default. */
  readonly mayCall?: RoutePermissions;
  /** Takes one JSON line for each refused call. */
  readonly log?: ((line: string) => void) | undefined;
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Routes that this process serves itself. Precedence is the same as among the others. */
  readonly extraRoutes?: readonly { readonly routeKey: string; readonly handle: RequestListener }[];
  /** The answer to a request that is refused whatever its route; undefined for one that is not. */
  readonly refuse?: ((request: IncomingMessage) => Answer | undefined) | undefined;
  readonly integrationTimeoutMilliseconds?: number;
  /** How many times as long a function may take here. Default: 1. */
  readonly timeLimitFactor?: number | undefined;
}

export interface HttpApi {
  readonly url: string;
  close(): Promise<void>;
}

/** An API Gateway HTTP API: routes, events of payload format 2.0, and the gateway's own errors and limits. */
export async function startHttpApi({
  routes,
  runtime,
  mayCall = () => true,
  log = () => {},
  port,
  host,
  extraRoutes = [],
  refuse = () => undefined,
  integrationTimeoutMilliseconds = INTEGRATION_TIMEOUT_MILLISECONDS,
  timeLimitFactor = 1,
}: HttpApiOptions): Promise<HttpApi> {
  const findRoute = router([...routes, ...extraRoutes]);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader('apigw-requestid', requestId);
    const refusal = refuse(request);
    if (refusal) {
      send(response, refusal);
      return;
    }
    const [rawPath = '', ...query] = (request.url ?? '').split('?');
    const path = decodePath(rawPath);
    if (path === undefined) {
      send(response, message(400, 'Bad Request'));
      return;
    }
    const match = findRoute(request.method ?? '', path);
    if (!match) {
      send(response, message(404, 'Not Found'));
      return;
    }
    const { route, pathParameters } = match;
    if ('handle' in route) {
      route.handle(request, response);
      return;
    }

    const body = await readLimited(request);
    if (!body) {
      send(response, message(413, 'Request Too Long'));
      return;
    }
    const { routeKey, functionArn } = route;
    const rawQueryString = query.join('?');
    const event = httpEvent({ request, requestId, path, rawQueryString, routeKey, pathParameters, body });
    const answer = mayCall(routeKey, functionArn)
      ? await answerFrom(functionArn, event)
      : refused(routeKey, functionArn);
    // A client's idle connection would delay a server that is closing by five seconds.
    response.shouldKeepAlive &&= server.listening;
    send(response, answer);
  }

  function refused(routeKey: string, functionArn: string): Answer {
    log(
      JSON.stringify({
        level: 'ERROR',
        message: 'no permission lets the route call its function',
        routeKey,
        functionArn,
      }),
    );
    return message(500, 'Internal Server Error');
  }

  async function answerFrom(functionArn: string, event: unknown): Promise<Answer> {
    const answered = new AbortController();
    const timeout = sleep(timeLimitFactor * integrationTimeoutMilliseconds, TIMED_OUT, { signal: answered.signal });
    try {
      // While the stack starts there is no function yet, and calling one throws: the timeout would be left without anybody to await it.
      const invoked = Promise.try(() => runtime.invoke(functionArn, event));
      const result = await Promise.race([invoked, timeout]);
      return result === TIMED_OUT ? message(503, 'Service Unavailable') : answerOf(result);
    } catch (error) {
      return isThrottled(error) ? message(503, 'Service Unavailable') : message(500, 'Internal Server Error');
    } finally {
      answered.abort();
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, message(500, 'Internal Server Error'));
    });
  });
  // API Gateway keeps idle connections for minutes. After Node's five seconds one may close just as its client writes to it.
  server.keepAliveTimeout = 0;
  server.on('clientError', refuseUnread);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Answers what Node does not even parse, such as headers of more than 16 KB, as the gateway does: Node's own answer is bare. */
function refuseUnread({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const tooLong = code === 'HPE_HEADER_OVERFLOW';
  const [status, text] = tooLong ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request'];
  const { headers, body } = message(status, text);
  const all = { ...headers, 'apigw-requestid': randomUUID(), 'content-length': body.length, connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end([`HTTP/1.1 ${status} ${text}`, ...lines, '', body].join('\r\n'));
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // Node counts what it sends, and for HEAD it sends nothing.
  const unsent = response.req.method === 'HEAD' && body.length > 0 && { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...(headers as Record<string, string | string[]>), ...unsent }).end(body);
}
