import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import type { ApiDocument } from '../../../local/api-page/operation-html.ts';
import { apiPage } from '../../../local/api-page/page.ts';
import { serveApiPage } from '../../../local/api-page/serve-api-page.ts';
import { openApi } from '../../../shared/contract/openapi.ts';
import { ROUTES } from '../../../shared/routes.ts';

const document = openApi(ROUTES) as ApiDocument;
const page = apiPage(document);
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);

test('the page shows each operation and each schema once, and each of its links leads somewhere', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
  expect(ids).toEqual(expect.arrayContaining(Object.keys(document.components.schemas).map((name) => `schema-${name}`)));
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, target]) => target!);
  expect(links.filter((target) => !(target.startsWith('#') && ids.includes(target.slice(1))))).toEqual([
    '/openapi.json',
  ]);
});

test('an operation is told with its parameters, its body, its errors and an example', () => {
  const [, execute = ''] = /<details id="createCampaign">([^]*?)<\/details>/.exec(page) ?? [];
  for (const text of [
    'Idempotency-Key',
    'schema-CampaignDraft',
    'sender.not_found',
    'request.invalid',
    '&#34;Spring sale&#34;',
  ])
    expect(execute).toContain(text);
  const [, listed = ''] = /<details id="listMessages">([^]*?)<\/details>/.exec(page) ?? [];
  expect(listed).toContain('<code>next_cursor</code> <b title="required">');
});

test('nothing in the document becomes markup', () => {
  const evil = '<script>alert("`x`")</script>';
  const { paths } = document;
  const operation = { ...paths['/v1/tenant']!['get']!, summary: evil, description: evil };
  const shown = apiPage({
    ...document,
    info: { title: evil, description: evil },
    paths: { [evil]: { get: operation } },
  });
  expect(shown).not.toContain('<script');
  expect(shown).toContain('&#60;script&#62;');
});

test('the page is served with a policy that permits its own style and nothing else', async () => {
  const server = createServer(serveApiPage()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`);
  const text = await response.text();
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(text) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(text).not.toMatch(/<script|<link|<img|<iframe|style="|https?:\/\/[^\s"]*\.(js|css)/);
});
