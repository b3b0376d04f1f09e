import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { namesUs } from '../callers.ts';
import { signIns, type Account } from './account.ts';
import { ApiError, internalError, notFound, strangeHost, unauthenticated } from './api-error.ts';
import type { Answer, Route } from './route.ts';
import type { Shapes } from './shapes.ts';

interface Watch {
  /** Whether all credentials are refused at present, valid ones included. */
  readonly rejecting: () => boolean;
  /** Sees every request for one of the routes. */
  readonly check: Shapes['check'];
}

export function apiServer(routes: readonly Route[], accounts: readonly Account[], { rejecting, check }: Watch): Server {
  const accountSids = signIns(accounts);

  async function answer(request: IncomingMessage): Promise<Answer> {
    // Its customers may have real people's numbers, which no page of another host is to read (DNS rebinding).
    if (!namesUs(request, undefined)) throw strangeHost();
    const { pathname: path, searchParams: query } = new URL(`http://stand-in${request.url}`);
    const body = await bodyOf(request);
    const matching = routes.find((route) => route.method === request.method && route.path.test(path));
    const accountSid = rejecting() ? undefined : accountSids.get(request.headers.authorization ?? '');
    if (accountSid === undefined && !matching?.public) throw unauthenticated();
    if (!matching) throw notFound(path);
    const parts = matching.path.exec(path)?.groups ?? {};
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]!.trim();
    if (!matching.public) check({ method: matching.method, path, query, body, contentType });
    return matching.handle({ accountSid: accountSid ?? '', path, parts, query, body, contentType });
  }

  return createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => {
        const known = error instanceof ApiError ? error : internalError();
        return { status: known.status, body: known.body() };
      })
      .then((result) => (result === 'hang up' ? request.socket.destroy() : send(response, result)));
  });
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

function send(response: ServerResponse, { status, body }: Exclude<Answer, 'hang up'>): void {
  const text = body ? JSON.stringify(body) : '';
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(status === 401 && { 'www-authenticate': 'Basic realm="Twilio API"' }),
  });
  response.end(text);
}
