import { afterEach, expect, test } from 'vitest';

import { csv, entries, heraldClient, pages } from '../../../client/src/client.ts';
import { refusal, scriptedServer, type ScriptedServer, type Step } from '../../support/scripted-server.ts';

const page = (next_cursor: string | null, ...ids: string[]): Step => ({
  status: 200,
  body: { data: ids.map((id) => ({ id })), next_cursor },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function clientOf(...script: [Step, ...Step[]]) {
  server = await scriptedServer(...script);
  return heraldClient({ baseUrl: server.url, credential: 'hk_x', retry: { attempts: 1 } });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('the entries of a list come from all of its pages, an empty one among them', async () => {
  const herald = await clientOf(page('c1', 'a', 'b'), page('c2'), page(null, 'c'));
  const found = await collect(entries(herald, '/v1/campaigns', { query: { status: 'draft' } }));
  expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(server!.received.map(({ url }) => url)).toEqual([
    '/v1/campaigns?limit=100&status=draft',
    '/v1/campaigns?limit=100&status=draft&cursor=c1',
    '/v1/campaigns?limit=100&status=draft&cursor=c2',
  ]);
});

test('a list below another resource takes its path’s parameters, and the caller’s page size', async () => {
  const herald = await clientOf(page(null, 'a'));
  await collect(pages(herald, '/v1/campaigns/{id}/messages', { path: { id: 'cmp_1' }, query: { limit: 5 } }));
  expect(server!.received.map(({ url }) => url)).toEqual(['/v1/campaigns/cmp_1/messages?limit=5']);
});

test('a list that goes on beyond the bound is an error after the pages that were permitted', async () => {
  const herald = await clientOf(page('c', 'a'));
  const found: string[] = [];
  const reading = (async () => {
    for await (const { id } of entries(herald, '/v1/customers', {}, { maxPages: 3 })) found.push(id);
  })();
  await expect(reading).rejects.toThrow('/v1/customers has more than 3 pages');
  expect(found).toEqual(['a', 'a', 'a']);
});

test('whoever has seen enough reads no further page', async () => {
  const herald = await clientOf(page('c1', 'a', 'b'));
  for await (const { id } of entries(herald, '/v1/segments', {})) if (id === 'a') break;
  expect(server!.received).toHaveLength(1);
});

test('an error on a later page is thrown, and an abort ends the reading', async () => {
  const herald = await clientOf(page('c1', 'a'), refusal(400, 'request.invalid'));
  await expect(collect(entries(herald, '/v1/customers', {}))).rejects.toMatchObject({ problem: { status: 400 } });
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(collect(entries(herald, '/v1/customers', {}, { signal: aborted }))).rejects.toThrow('enough');
});

test('a CSV file is sent as it is', async () => {
  const herald = await clientOf({ status: 200, body: { imported: 1 } });
  await herald.POST('/v1/customers/import', csv('phone_number\n+33639980001'));
  expect(server!.received[0]).toMatchObject({
    body: 'phone_number\n+33639980001',
    headers: { 'content-type': 'text/csv' },
  });
});
