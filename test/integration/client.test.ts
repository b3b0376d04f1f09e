import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';

import { answerOf, csv, entries, heraldClient, type Herald } from '../../client/src/client.ts';
import { numbers } from '../support/people.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let herald: Herald;
beforeAll(async () => {
  tenant = await newTenant(inject('herald'));
  herald = heraldClient({ baseUrl: tenant.served.url, credential: tenant.api_key });
});

test('the client imports people and reads all of them, page after page', async () => {
  const phone_numbers = numbers(5);
  const file = ['phone_number,tags', ...phone_numbers.map((number) => `${number},paged`)].join('\n');
  expect(await answerOf(herald.POST('/v1/customers/import', csv(file)))).toMatchObject({ imported: 5 });
  const found: unknown[] = [];
  for await (const { phone_number } of entries(herald, '/v1/customers', { query: { tag: 'paged', limit: 2 } }))
    found.push(phone_number);
  expect(found.toSorted()).toEqual(phone_numbers.toSorted());
});

test('the client reads a state, is told that it did not change, and changes that state and no other', async () => {
  const draft = { name: 'Spring sale', message_content: 'Fresh bread today' };
  const { id } = await answerOf(herald.POST('/v1/campaigns', { body: draft }));
  const path = { id };
  const { response } = await herald.GET('/v1/campaigns/{id}', { params: { path } });
  const etag = response.headers.get('etag')!;
  const again = await herald.GET('/v1/campaigns/{id}', { params: { path, header: { 'If-None-Match': etag } } });
  expect(again.response.status).toBe(304);
  const params = { path, header: { 'If-Match': etag } };
  const changed = await answerOf(herald.PATCH('/v1/campaigns/{id}', { params, body: { name: 'Autumn sale' } }));
  expect(changed.name).toBe('Autumn sale');
  const late = await herald.PATCH('/v1/campaigns/{id}', { params, body: { name: 'Winter sale' } });
  expect(late.error).toMatchObject({ status: 412, code: 'campaign.changed' });
});

test('the same key makes one campaign, whoever sends it again', async () => {
  const call = () =>
    answerOf(
      herald.POST('/v1/campaigns', {
        params: { header: { 'Idempotency-Key': 'made-once' } },
        body: { name: 'Once', message_content: 'Hello' },
      }),
    );
  expect((await call()).id).toBe((await call()).id);
});

test('the example of the client’s README does what it says', async () => {
  const readme = await readFile('client/README.md', 'utf8');
  const [, example = ''] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  expect(example).toContain("from '@herald/client'");
  const folder = await mkdtemp(join(tmpdir(), 'herald-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'example.ts');
  await writeFile(file, example.replace('@herald/client', pathToFileURL('client/src/client.ts').href));
  const env = { ...process.env, API: tenant.served.url, KEY: tenant.api_key };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
  expect(stdout).toMatch(/^Ana\n(request\.invalid|campaign\.not_found) /);
});
