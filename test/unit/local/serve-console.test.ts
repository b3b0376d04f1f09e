import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveConsole } from '../../../local/console/serve-console.ts';

let base = '';
let methods: readonly string[] = [];
let server: ReturnType<typeof createServer>;

beforeAll(async () => {
  const routes = await serveConsole({
    offersDemo: ({ headers }) => headers['x-demo'] === 'yes',
    uploadHosts: () => ['http://127.0.0.1:9'],
    oidc: {
      ...{ issuer: 'https://id.example/pool', audience: 'herald', jwksUrl: 'https://id.example/pool/keys' },
      ...{ clientId: 'console', hosts: ['https://login.example'], bearer: 'id_token', parameters: { prompt: 'login' } },
    },
  });
  methods = routes.map(({ routeKey }) => routeKey.split(' ', 1)[0]!);
  const { handle } = routes.at(-1)!;
  server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('every address is the same page, whose policy permits nothing inline', async () => {
  const pages = await Promise.all(['/console/', '/console/campaigns/cmp_1?q=x'].map((path) => fetch(base + path)));
  const [first, second] = await Promise.all(pages.map((page) => page.text()));
  expect(first).toBe(second);
  expect(first).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  const policy = pages[0]!.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("connect-src 'self' http://127.0.0.1:9 https://id.example https://login.example;");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(policy).not.toContain('unsafe');
  expect(pages[0]!.headers.get('cache-control')).toBe('no-store');
});

test('whoever asks for the headers of a page alone gets those', async () => {
  expect(methods.filter((method) => method === 'HEAD')).toHaveLength(3);
  const page = await fetch(`${base}/console/`, { method: 'HEAD' });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toBe('');
});

test('what the page names is there for good', async () => {
  const html = await (await fetch(`${base}/console/`)).text();
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  // With the page itself and its styles, three requests before anything is seen; the icon waits for nobody.
  expect(named.filter((path) => path.endsWith('.js'))).toHaveLength(1);
  for (const path of named) {
    const asset = await fetch(base + path);
    expect([path, asset.status, asset.headers.get('cache-control')]).toEqual([
      path,
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect(asset.headers.get('content-type')).toMatch(/javascript|css|svg/);
  }
});

test.each(['/console/assets/none.js', '/console/assets/..%2findex.html', '/console/assets/.hidden'])(
  '%s is no file',
  async (path) => {
    expect((await fetch(base + path)).status).toBe(404);
  },
);

test('the demo is offered to whom it may be, and an account to everybody where the stage has a client', async () => {
  const configs = ['yes', 'no'].map(async (demo) =>
    (await fetch(`${base}/console/config.json`, { headers: { 'x-demo': demo } })).json(),
  );
  const oidc = {
    ...{ issuer: 'https://id.example/pool', clientId: 'console', scope: 'openid email' },
    ...{ bearer: 'id_token', parameters: { prompt: 'login' } },
  };
  expect(await Promise.all(configs)).toEqual([
    { demo: true, oidc },
    { demo: false, oidc },
  ]);
});
