import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FROM, plain, recipient, standIn, ACCOUNT } from './harness.ts';

/** A document of the form of Twilio's, of a few operations. */
const DOCUMENT = {
  paths: {
    '/2010-04-01/Accounts/{AccountSid}/Messages.json': {
      post: {
        parameters: [{ name: 'AccountSid', in: 'path', required: true }],
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                required: ['To'],
                properties: {
                  To: { type: 'string' },
                  From: { type: 'string' },
                  Body: { type: 'string' },
                  ValidityPeriod: { type: 'integer' },
                  MediaUrl: { type: 'array', items: { type: 'string' } },
                },
              },
            },
          },
        },
      },
    },
    '/v1/Content': {
      post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Create' } } } } },
    },
    '/v2/Channels/Senders': { get: { parameters: [{ name: 'Channel', in: 'query', required: true }] } },
  },
  components: {
    schemas: {
      Create: {
        type: 'object',
        required: ['language'],
        properties: { language: { type: 'string' }, types: { $ref: '#/components/schemas/Types' } },
      },
      Types: {
        type: 'object',
        properties: { 'twilio/text': { type: 'object', properties: { body: { type: 'string' } } } },
      },
    },
  },
};

async function checking() {
  const openApi = mkdtempSync(join(tmpdir(), 'openapi-'));
  onTestFinished(() => rmSync(openApi, { recursive: true }));
  writeFileSync(join(openApi, 'messages.json'), JSON.stringify(DOCUMENT));
  const { url, shapes } = await standIn({ openApi });
  const form = (fields: Record<string, string> | [string, string][]) =>
    plain(url, `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
  const json = (body: object) =>
    plain(url, '/v1/Content', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { url, shapes, form, json };
}

const message = { To: recipient(1), From: FROM, Body: 'Hello' };

test('requests that the documents describe are counted, and none differs', async () => {
  const { url, shapes, form, json } = await checking();
  await form(message);
  const media = ['https://cdn.example.com/a.jpg', 'https://cdn.example.com/b.jpg'];
  await form([...Object.entries(message), ...media.map((link): [string, string] => ['MediaUrl', link])]);
  await form({ ...message, ValidityPeriod: '60' });
  await json({ language: 'en', types: { 'twilio/text': { body: 'Hi.' } } });
  await plain(url, '/v2/Channels/Senders?Channel=whatsapp');
  await plain(url, '/v1/ContentAndApprovals');
  expect(shapes()).toEqual({ checked: 5, violations: 0, examples: [] });
});

test('an unknown field, a wrong type and what is missing are named, without values', async () => {
  const { url, shapes, form, json } = await checking();
  await form({ ...message, Colour: 'red' });
  await form({ From: FROM });
  await form({ ...message, ValidityPeriod: 'soon' });
  await json({ types: { 'twilio/text': { text: 'secret' } } });
  await plain(url, '/v2/Channels/Senders?Page=0');
  const { checked, violations, examples } = shapes();
  expect([checked, violations]).toEqual([5, 5]);
  expect(examples.join('\n')).toMatch(/Colour[^]*To[^]*ValidityPeriod[^]*language[^]*unknown \?Page; no \?Channel/);
  expect(examples.join('\n')).not.toMatch(/red|secret|soon/);
});

test('without documents, nothing is checked', async () => {
  const { shapes } = await standIn();
  expect(shapes().violations).toBe(0);
});
