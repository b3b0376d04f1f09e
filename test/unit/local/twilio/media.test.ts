import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';
import { client, fateOf, FROM, recipient, standIn } from './harness.ts';

const IMAGE = 'https://cdn.example.com/a.jpg';

const cases: [why: string, mediaUrl: string, answers: 'nothing' | object, code: number | null][] = [
  ['an image', IMAGE, {}, null],
  ['a webp in a session', 'https://cdn.example.com/a.webp', {}, null],
  ['an image that is gone', IMAGE, { status: 404 }, 63019],
  ['a host that does not answer', IMAGE, 'nothing', 63019],
  ['a page instead of an image', IMAGE, { content_type: 'text/html' }, 63021],
  ['a video that is named like an image', IMAGE, { content_type: 'video/mp4' }, 63021],
  ['a type that WhatsApp does not take', 'https://cdn.example.com/a.gif', {}, 63021],
  ['an image of 5 MB and a byte', IMAGE, { bytes: 5_000_001 }, 63034],
  ['a video of 5 MB and a byte', 'https://cdn.example.com/a.mp4', { bytes: 5_000_001 }, null],
  ['a video of 16 MB and a byte', 'https://cdn.example.com/a.mp4', { bytes: 16_000_001 }, 63034],
];

test.for(cases)('media: %s', async ([, mediaUrl, answers, code]) => {
  const started = await standIn();
  await started.act({ web: { url: mediaUrl, answers } });
  const send = () => client(started.url).messages.create({ to: recipient(1), from: FROM, mediaUrl: [mediaUrl] });
  await send();
  await expect.poll(() => fateOf(started)).toEqual([code ? 'failed' : 'read', code]);
  await started.act({ rules: { media: false } });
  await send();
  await expect.poll(() => fateOf(started)).toEqual(['read', null]);
});

test('media: hosts that it does not know answer once it is told that they do', async () => {
  const started = await standIn();
  const send = () =>
    client(started.url).messages.create({ to: recipient(1), from: FROM, mediaUrl: ['https://cdn.shop.test/a.jpg'] });
  await send();
  await expect.poll(() => fateOf(started)).toEqual(['failed', 63019]);
  await started.act({ hosts: ['*.shop.test'] });
  await send();
  await expect.poll(() => fateOf(started)).toEqual(['read', null]);
});

test.for<[string, string, number | null]>([
  ['of a file that is elsewhere on this machine are followed', '/moved', null],
  ['that go round are not', '/round', 63021],
  ['that lead to a file of another type count as that', '/page', 63021],
])('media: redirects %s', async ([, path, code]) => {
  const files = createServer((request, response) => {
    const next = { '/moved': '/a', '/round': '/round', '/page': '/b' }[request.url ?? ''];
    if (next) return void response.writeHead(302, { location: next }).end();
    response.writeHead(200, { 'content-type': request.url === '/a' ? 'image/png' : 'text/html' }).end();
  });
  onTestFinished(() => void files.close());
  await once(files.listen(0, '127.0.0.1'), 'listening');
  const started = await standIn();
  const mediaUrl = [`http://127.0.0.1:${(files.address() as AddressInfo).port}${path}`];
  await client(started.url).messages.create({ to: recipient(1), from: FROM, mediaUrl });
  await expect.poll(() => fateOf(started)).toEqual([code ? 'failed' : 'read', code]);
});
