import { randomUUID } from 'node:crypto';

import { expect, inject, test } from 'vitest';

import { RULES } from '../../local/twilio/rules.ts';
import { setQuotas } from '../../admin/set-quotas.ts';
import { addMedia, uploadMedia } from '../support/media.ts';
import { JPEG, MP4, mp4Of, PDF, PNG, pngOf } from '../support/media-files.ts';
import { addCampaign, runCampaign, totalsReached } from '../support/campaigns.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { uploadFile } from '../support/upload.ts';

const herald = inject('herald');

const read = (url: string, method = 'GET') => fetch(url, { method, redirect: 'manual' });

test('a picture from a disk arrives with a campaign, at the size and type that it has', async () => {
  const tenant = await newTenant(herald);
  const medium = await addMedia(tenant, PNG, { media_type: 'image', size: PNG.length });
  expect(medium).toEqual({
    ...{ id: expect.stringMatching(/^med_/), file_name: 'Spring offer.jpg', status: 'ready', reasons: [] },
    ...{ media_type: 'image', content_type: 'image/png', size: PNG.length, created_at: expect.any(String) },
    url: expect.stringMatching(/\/m\/[\w-]{64}\/spring-offer\.png$/),
  });
  await addCustomers(tenant, numbers(2, 'read'));
  const campaign = await runCampaign(tenant, { media_type: 'image', media_url: medium.url });
  await totalsReached(tenant, campaign.id, { recipients: 2, delivered: 2, failed: 0 });
  // What the stand-in fetched is judged by its own rule, which holds here.
  expect(RULES.media.byDefault).toBe(true);
});

test('a video of 4 MB and more arrives by way of a signed address', async () => {
  const tenant = await newTenant(herald);
  const film = mp4Of(4_500_000);
  const { url } = await addMedia(tenant, film, { file_name: 'Film.mp4' });
  await addCustomers(tenant, numbers(1, 'read'));
  const { id } = await runCampaign(tenant, { media_type: 'video', media_url: url });
  await totalsReached(tenant, id, { recipients: 1, delivered: 1, failed: 0 });
  const answer = await read(url);
  expect(answer.status).toBe(302);
  const fetched = await fetch(url);
  expect(fetched.headers.get('content-type')).toBe('video/mp4');
  expect(Buffer.from(await fetched.arrayBuffer()).equals(film)).toBe(true);
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
});

test('a file is shown as what it is, under a safe name, to whoever knows its address', async () => {
  const tenant = await newTenant(herald);
  const { url } = await addMedia(tenant, JPEG, { file_name: 'x"\r\nset-cookie: a=b.html' });
  const answer = await read(url);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'inline; filename="x-set-cookie-a-b.jpg"',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=3600',
  });
  expect(Buffer.from(await answer.arrayBuffer()).equals(JPEG)).toBe(true);
  const probed = await read(url, 'HEAD');
  expect([probed.status, probed.headers.get('content-length')]).toEqual([200, String(JPEG.length)]);
  const { pathname } = new URL(url);
  const [, , token = ''] = pathname.split('/');
  const forged = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
  expectProblem(await tenant.call(`GET ${pathname.replace(token, forged)}`), { status: 404, code: 'media.not_found' });
});

test.for<[string, Uint8Array, object, string]>([
  ['a web page that is called a picture', Buffer.from('<!doctype html><p>Hello'), {}, 'format'],
  ['a picture that is to be a video', PNG, { media_type: 'video' }, 'media_type'],
  ['a picture that breaks off', PNG.subarray(0, -5), {}, 'cut_off'],
  ['a picture of 5 MB and a byte', pngOf(5_000_001), {}, 'too_big'],
])('%s is refused, for good', async ([, file, given, code]) => {
  const tenant = await newTenant(herald);
  const { id, upload } = await uploadMedia(tenant, file, given);
  const refused = { status: 'refused', url: null, reasons: [{ code, message: expect.any(String) }] };
  expect((await tenant.call(`POST /v1/media/${id}/check`)).body).toMatchObject(refused);
  await uploadFile(upload, PNG);
  expect((await tenant.call(`POST /v1/media/${id}/check`)).body).toMatchObject(refused);
});

test('a file of another size than was said does not get in, nor one that nobody could send', async () => {
  const tenant = await newTenant(herald);
  const { body: exact } = await tenant.call('POST /v1/media', { body: { file_name: 'a.png', size: PNG.length } });
  expect(await uploadFile(exact.upload, PNG.subarray(0, -1))).toBe(400);
  expect(await uploadFile(exact.upload, Buffer.concat([PNG, PNG]))).toBe(400);
  expectProblem(await tenant.call(`POST /v1/media/${exact.id}/check`), { status: 409, code: 'media.not_uploaded' });
  const { body: free } = await tenant.call('POST /v1/media', { body: { file_name: 'a.mp4' } });
  expect(free.maximum_bytes).toBe(16_000_000);
  expect(await uploadFile(free.upload, mp4Of(16_000_001))).toBe(400);
  const big = { file_name: 'Film.mp4', size: 5_000_000_000 };
  expectFaults(await tenant.call('POST /v1/media', { body: big }), [['size', 'too_big']]);
  const picture = { file_name: 'a.png', media_type: 'image', size: 5_000_001 };
  expectFaults(await tenant.call('POST /v1/media', { body: picture }), [['size', 'too_big']]);
});

test('a form that is used again changes nothing of what was checked; the same file twice is two media', async () => {
  const tenant = await newTenant(herald);
  const { id, upload } = await uploadMedia(tenant, PNG);
  expect(await uploadFile(upload, JPEG)).toBe(204);
  const { body: first } = await tenant.call(`POST /v1/media/${id}/check`);
  expect(first).toMatchObject({ status: 'ready', content_type: 'image/jpeg' });
  expect(await uploadFile(upload, PDF)).toBe(204);
  expect((await tenant.call(`POST /v1/media/${id}/check`)).body).toEqual(first);
  expect(Buffer.from(await (await read(first.url)).arrayBuffer()).equals(JPEG)).toBe(true);

  const second = await addMedia(tenant, JPEG);
  expect([second.id === first.id, second.url === first.url]).toEqual([false, false]);
  const { body: list } = await tenant.call('GET /v1/media');
  expect(list.data).toEqual([second, first]);
});

test('a form takes a file for its own medium alone', async () => {
  const [tenant, other] = [await newTenant(herald), await newTenant(herald)];
  const [mine, theirs] = await Promise.all(
    [tenant, other].map(async ({ call }) => (await call('POST /v1/media', { body: { file_name: 'a.png' } })).body),
  );
  const { fields, url } = mine.upload;
  expect(await uploadFile({ url, fields: { ...fields, key: theirs.upload.fields.key } }, PNG)).toBe(403);
  expectProblem(await other.call(`POST /v1/media/${mine.id}/check`), { status: 404, code: 'media.not_found' });
});

test('a medium that a campaign to come needs stays; one that none needs is gone, with its file', async () => {
  const tenant = await newTenant(herald);
  const { id, url } = await addMedia(tenant, MP4);
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const campaign = await addCampaign(tenant, { media_type: 'video', media_url: url, scheduled_at });
  const refused = await tenant.call(`DELETE /v1/media/${id}`);
  expectProblem(refused, { status: 409, code: 'media.in_use' });
  expect(refused.body.detail).toContain(campaign.id);
  await tenant.call(`POST /v1/campaigns/${campaign.id}/cancel`);
  expect((await tenant.call(`DELETE /v1/media/${id}`)).body).toEqual({ id, deleted: true });
  expect((await read(url)).status).toBe(404);
  expectProblem(await tenant.call(`DELETE /v1/media/${id}`), { status: 404, code: 'media.not_found' });
});

test('a tenant has as many media as its quota allows', async () => {
  const tenant = await newTenant(herald);
  await setQuotas(herald.installation, tenant.id, { media: 1 });
  const first = await addMedia(tenant, PNG);
  const draft = { body: { file_name: 'a.png' }, headers: { 'idempotency-key': randomUUID() } };
  expectProblem(await tenant.call('POST /v1/media', draft), { status: 409, code: 'quota.media' });
  await tenant.call(`DELETE /v1/media/${first.id}`);
  expect((await tenant.call('POST /v1/media', draft)).status).toBe(200);
});

test('a campaign takes no other address without TLS than that of an upload on this machine', async () => {
  const tenant = await newTenant(herald);
  for (const media_url of [
    'http://example.com/m/abc/a.png',
    'http://127.0.0.1/a.png',
    'http://127.0.0.1@example.com/m/a/b',
  ])
    expectFaults(
      await tenant.call('POST /v1/campaigns', {
        body: { name: 'News', message_content: 'News!', media_type: 'image', media_url },
      }),
      [['media_url', 'url']],
    );
});
