import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { buildConsole, CONSOLE_PATH, CONSOLE_SOURCES } from '../../lib/console/build-console.ts';
import { consoleConfig, signInOrigins } from '../../lib/console/console-config.ts';
import { consolePolicy } from '../../lib/console/console-policy.ts';
import type { OidcSettings } from '../../lib/stage-settings.ts';
import { FOR_GOOD, mediaType } from '../../shared/platform/site.ts';
import { ANSWER_HEADERS } from '../../shared/runtime/answer-headers.ts';
import { buildCache } from '../build-cache.ts';

/** The name of an asset, as the build makes them: nothing that leads out of the folder. */
const ASSET = /^\/console\/assets\/(\w[\w.-]*)$/;

const cache = buildCache({
  root: join(import.meta.dirname, '../..'),
  sources: CONSOLE_SOURCES,
  folder: 'node_modules/.cache/herald-console',
});

export interface ConsoleOptions {
  /** Whether this request may be offered the demo's key, which `GET /` tells. */
  readonly offersDemo: (request: IncomingMessage) => boolean;
  /** Origins that files are uploaded to. */
  readonly uploadHosts?: () => readonly string[];
  /** With whom people sign in besides by an API key. */
  readonly oidc?: OidcSettings | undefined;
}

interface Route {
  readonly routeKey: string;
  readonly handle: RequestListener;
}

/**
 * The console of a local start, below `/console/`. It is built when the sources have changed. Every path that is no file is
 * a page of the console, whose script reads it.
 */
export async function serveConsole({
  offersDemo,
  uploadHosts = () => [],
  oidc,
}: ConsoleOptions): Promise<readonly Route[]> {
  const folder = await cache.built('console', buildConsole);
  const html = readFileSync(join(folder, 'index.html'));

  const handle: RequestListener = (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path === `${CONSOLE_PATH}config.json`) answerJson(response, consoleConfig(offersDemo(request), oidc));
    else if (path.startsWith(`${CONSOLE_PATH}assets/`)) sendAsset(folder, path, response);
    else {
      response.writeHead(200, {
        ...ANSWER_HEADERS,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': consolePolicy([...uploadHosts(), ...signInOrigins(oidc)]),
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
      response.end(html);
    }
  };
  // Of an answer to HEAD Node sends no body.
  return ['GET', 'HEAD'].flatMap((method) => [
    {
      routeKey: `${method} /console`,
      handle: (_: IncomingMessage, response: ServerResponse) =>
        response.writeHead(308, { location: CONSOLE_PATH }).end(),
    },
    { routeKey: `${method} ${CONSOLE_PATH}`, handle },
    { routeKey: `${method} ${CONSOLE_PATH}{page+}`, handle },
  ]);
}

function answerJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json', ...ANSWER_HEADERS }).end(JSON.stringify(value));
}

/** Its name has a hash of its content, so that a browser may keep it for good. */
function sendAsset(folder: string, path: string, response: ServerResponse): void {
  const [, name] = ASSET.exec(path) ?? [];
  const content = name === undefined ? undefined : readIfThere(join(folder, 'assets', name));
  if (!content || name === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain', ...ANSWER_HEADERS }).end('There is no such file.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': mediaType(name),
    'cache-control': FOR_GOOD,
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
