import { setTimeout as sleep } from 'node:timers/promises';

import type { apiClient } from '../local/demo/api-client.ts';
import { peopleCsv } from '../local/demo/people.ts';
import type { TrueMessage } from '../local/twilio/truth.ts';

type Call = ReturnType<typeof apiClient>;

const ROWS_PER_IMPORT = 5000;
const PLAIN = JSON.stringify({ name: 'Bench', message_content: 'Hello {{name}}!' });

/** CSV rows of people who get every campaign: opted in and not in the US. The same ones every time. */
export function reachable(count: number): string[] {
  const [, ...rows] = peopleCsv(Math.ceil(count * 1.1) + 10)
    .trimEnd()
    .split('\n');
  return rows.filter((row) => row.includes(',opted_in,') && !row.startsWith('+1')).slice(0, count);
}

export async function importPeople(call: Call, rows: readonly string[]): Promise<void> {
  const [header] = peopleCsv(0).split('\n');
  for (let at = 0; at < rows.length; at += ROWS_PER_IMPORT) {
    const text = [header, ...rows.slice(at, at + ROWS_PER_IMPORT)].join('\n');
    await call('POST', '/v1/customers/import', { type: 'text/csv', text });
  }
}

/** Creates and executes a campaign to every customer. @returns its id and when it was executed */
export async function begin(call: Call, text = PLAIN): Promise<{ readonly id: string; readonly executed: number }> {
  const { id } = await call<{ id: string }>('POST', '/v1/campaigns', { type: 'application/json', text });
  const executed = Date.now();
  await call('POST', `/v1/campaigns/${id}/execute`);
  return { id, executed };
}

export async function ended(call: Call, id: string): Promise<void> {
  while ((await call<{ status: string }>('GET', `/v1/campaigns/${id}`)).status === 'sending') await sleep(500);
}

/** Imports people and sends a campaign to the first of them, which warms up the functions for the next one. */
export async function importWarm(call: Call, people: readonly string[], first: number): Promise<void> {
  await importPeople(call, people.slice(0, first));
  await ended(call, (await begin(call)).id);
  await importPeople(call, people);
}

/** When each message arrived at the provider, in order. */
export function timesOf(messages: readonly TrueMessage[]): number[] {
  return messages.map(({ created_at }) => created_at).toSorted((a, b) => a - b);
}

/** Messages per second from the first to the last. */
export function rateOf(times: readonly number[]): number {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return last > first ? ((times.length - 1) * 1000) / (last - first) : 0;
}

/** Everyone receives the messages and does not react, so no campaign has fewer recipients than the one before. */
export const EVERYONE_GETS_IT = { failed: 0, undelivered: 0, blocked: 0 };

/** A body as the client of the API sends it. */
export function json(body: object): { type: string; text: string } {
  return { type: 'application/json', text: JSON.stringify(body) };
}
