import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT, approved, standIn } from './harness.ts';

test('changes of a template are sent to the sink, signed, once there is one', async () => {
  const received: { url: string; signature: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const signature = String(request.headers['x-twilio-signature']);
    received.push({ url: `${base}${request.url}`, signature, body: await text(request) });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const { url, act } = await standIn();
  const template = await approved(url, { 'twilio/text': { body: 'News of today.' } }, { category: 'UTILITY' });
  await act({ template: { template, status: 'paused' } });
  expect(received).toEqual([]);
  await act({ events_to: `${base}/events?t=1` });
  await act({ template: { template, status: 'approved', category: 'MARKETING' } });
  await act({ template: { template, status: 'approved' } });

  const events = received.flatMap(({ body }) => JSON.parse(body) as { type: string; data: object }[]);
  expect(events.map(({ data }) => data)).toMatchObject([
    { type: 'status_update', template: { sid: template, previousValue: 'paused', currentValue: 'approved' } },
    { type: 'category_update', template: { sid: template, previousValue: 'utility', currentValue: 'marketing' } },
  ]);
  expect(events[0]?.type).toBe('com.twilio.messaging.template.approval.updated');
  for (const { url: asked, signature, body } of received)
    expect(validateRequestWithBody(ACCOUNT.authToken, signature, asked, body)).toBe(true);
});
