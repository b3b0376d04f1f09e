import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { dynoxideBinary } from '../../local/aws/dynoxide-binary.ts';
import { lastingPort } from '../../local/aws/test/lasting-port.ts';
import type { Truth } from '../../local/twilio/truth.ts';
import { caller, type Json } from '../support/api.ts';
import { messagesOf, reached, startCampaign, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { processesOf, processIdsOf, startHeraldProcess, type HeraldProcess } from '../support/herald-process.ts';
import { numbers } from '../support/people.ts';

const PEOPLE = numbers(60);
const running: HeraldProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-restart-'));
});
afterAll(async () => {
  await Promise.all(running.map(({ end }) => end('SIGKILL')));
  await rm(folder, { recursive: true });
});

async function start(port: string, env: Readonly<Record<string, string>> = {}): Promise<HeraldProcess> {
  const started = await startHeraldProcess({ HERALD_DATA: folder, SENDER_RATE: '10', PORT: port, ...env });
  running.push(started);
  return started;
}

test('a campaign outlives the death of everything, and Ctrl-C ends everything, even when nobody reads the output', async () => {
  const port = String(await lastingPort());
  const first = await start(port);
  const rows = PEOPLE.map((number) => `${number},opted_in`);
  const call = caller(first.url, first.apiKey);
  await call('POST /v1/customers/import', { body: ['phone_number,consent', ...rows].join('\n'), type: 'text/csv' });
  // With a footer it goes as a template, which reaches people who never wrote.
  const { id } = await startCampaign({ call }, { footer: 'Reply STOP to opt out' });
  await eventually(async () => expect((await sentFrom(first)).length).toBeGreaterThan(10));
  await first.end('SIGKILL');

  // Twilio calls back where it was told to.
  const second = await start(port);
  expect(second.url).toBe(first.url);
  expect(second.apiKey).toBe(first.apiKey);
  const again = { call: caller(second.url, second.apiKey) };
  await reached(again, id, 'completed');
  const sent = await sentFrom(second);
  expect(new Set(sent).size).toBe(sent.length);

  // Whoever has no message was claimed when everything died: nobody else is missing, and nobody sends in the dead one's place.
  const missing = PEOPLE.filter((number) => !sent.includes(number));
  const report = await totalsReached(again, id, { recipients: PEOPLE.length, skipped: 0, unknown: missing.length });
  expect(report.totals.accepted + report.totals.failed).toBe(sent.length);
  const { body: customers } = await again.call('GET /v1/customers?limit=100');
  const lost = customers.data
    .filter(({ phone_number }: Json) => missing.includes(phone_number))
    .map(({ id }: Json) => id);
  const unknown = (await messagesOf(again, id)).filter(({ status }) => status === 'unknown');
  expect(unknown.map(({ customer_id }) => customer_id).toSorted()).toEqual(lost.toSorted());

  // Each request is logged: to nobody, from here on.
  second.closeOutput();
  expect((await again.call('GET /v1/customers')).status).toBe(200);
  expect((await again.call('GET /v1/customers')).status).toBe(200);
  expect(await second.end('SIGINT')).toBe(0);
  expect(second.errors()).toBe('');
  await eventually(() => expect(processesOf(folder)).toEqual([]));
});

test('when the embedded DynamoDB ends by itself, Herald says so, ends, and starts again with what it has stored and with another key', async () => {
  const first = await start('0');
  const { body: before } = await caller(first.url, first.apiKey)('GET /v1/tenant');
  const database = processIdsOf(folder, dynoxideBinary());
  expect(database.length).toBe(1);
  process.kill(database[0]!, 'SIGKILL');
  expect(await first.exited).toBe(1);
  expect(first.errors()).toMatch(/^Herald ends, because the embedded DynamoDB ended with 137: .*\nStart again: .*\n$/);

  const HERALD_API_KEY = `hk_${'a-new-key'.repeat(3)}`;
  const second = await start('0', { HERALD_API_KEY });
  expect((await caller(second.url, HERALD_API_KEY)('GET /v1/tenant')).body).toMatchObject({ id: before.id });
  expect((await caller(second.url, first.apiKey)('GET /v1/tenant')).status).toBe(401);
  expect(await second.end('SIGTERM')).toBe(0);
});

/** The numbers that the provider has messages to, one for each message. */
async function sentFrom({ providerUrl }: HeraldProcess): Promise<string[]> {
  const response = await fetch(`${providerUrl}/_stand-in/truth`);
  const { messages } = (await response.json()) as Truth;
  return messages.map(({ to }) => to.replace('whatsapp:', ''));
}
