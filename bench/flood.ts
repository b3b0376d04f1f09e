import { setTimeout as sleep } from 'node:timers/promises';

import { createTenant } from '../admin/create-tenant.ts';
import { setQuotas } from '../admin/set-quotas.ts';
import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { json } from './campaign.ts';
import { percentileOf } from './percentile.ts';
import { withHerald } from './with-herald.ts';

/** What the flooding tenant may ask for: so little that this machine can answer many times as much. */
const REQUESTS_PER_SECOND = 5;
/** How many requests of the flood wait for an answer at any time. */
const FLOODERS = 16;
const MS = 10_000;
/** Between two reads of the other tenant. */
const READ_EVERY_MS = 100;
const CAMPAIGNS = 25;
const MAX_READS = 10_000;

interface Answers {
  readonly milliseconds: readonly number[];
  readonly statuses: readonly number[];
}

/** How long a tenant's reads take while another one sends requests far beyond its rate. */
export async function benchFlood(milliseconds = MS): Promise<void> {
  await withHerald({ senderRate: 80, standIn: {} }, async (herald) => {
    const [flooding, reading] = [await tenantOf(herald, '+88800000011'), await tenantOf(herald, '+88800000012')];
    await setQuotas(herald.installation, flooding.tenant_id, { requests_per_second: REQUESTS_PER_SECOND });
    const call = apiClient(herald.url, reading.api_key);
    for (let number = 1; number <= CAMPAIGNS; number += 1) {
      const draft = { name: `Campaign ${number}`, message_content: 'News!', target_criteria: { all: true } };
      await call('POST', '/v1/campaigns', json(draft));
    }
    const read = () => ask(herald, reading.api_key);
    const flood = () => ask(herald, flooding.api_key);
    await during(2_000, read, 1, READ_EVERY_MS);

    const alone = await during(milliseconds, read, 1, READ_EVERY_MS);
    const [beside, flooded] = await Promise.all([
      during(milliseconds, read, 1, READ_EVERY_MS),
      during(milliseconds, flood, FLOODERS, 0),
    ]);
    print({ alone, beside }, flooded, milliseconds);
  });
}

function tenantOf({ installation }: Herald, phone_number: string) {
  return createTenant(installation, { name: phone_number, sender: { phone_number, rate: 80 } });
}

/** One page of campaigns. @returns the answer's status */
async function ask({ url }: Herald, key: string): Promise<number> {
  const response = await fetch(`${url}/v1/campaigns`, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

/** Repeats a request for a while, so many at a time, each with a pause after it. */
async function during(
  milliseconds: number,
  request: () => Promise<number>,
  atOnce: number,
  pause: number,
): Promise<Answers> {
  const until = performance.now() + milliseconds;
  const answers = { milliseconds: [] as number[], statuses: [] as number[] };
  async function one(): Promise<void> {
    for (let number = 0; number < MAX_READS && performance.now() < until; number += 1) {
      const began = performance.now();
      answers.statuses.push(await request());
      answers.milliseconds.push(performance.now() - began);
      if (pause > 0) await sleep(pause);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one));
  return answers;
}

function print({ alone, beside }: { alone: Answers; beside: Answers }, flooded: Answers, milliseconds: number): void {
  console.table({ alone: timesOf(alone), beside_the_flood: timesOf(beside) });
  const of = (status: number) => flooded.statuses.filter((one) => one === status).length;
  const all = flooded.statuses.length;
  const share = (status: number) => `${of(status)} with ${status} (${((100 * of(status)) / all).toFixed(0)} %)`;
  console.log(
    `the flood: ${all} requests in ${milliseconds / 1_000} s, ${FLOODERS} at a time, ${((1_000 * all) / milliseconds / REQUESTS_PER_SECOND).toFixed(1)} × its rate of ${REQUESTS_PER_SECOND}/s: ${share(200)}, ${share(429)}, ${all - of(200) - of(429)} with another status`,
  );
  console.log(`of the other tenant’s reads, ${beside.statuses.filter((one) => one !== 200).length} were refused`);
  const ratio = (part: number) =>
    (percentileOf(beside.milliseconds, part) / percentileOf(alone.milliseconds, part)).toFixed(2);
  console.log(`beside ÷ alone: p50 ${ratio(0.5)} ×, p95 ${ratio(0.95)} ×; both share this machine’s cores`);
}

function timesOf({ milliseconds }: Answers) {
  const [p50, p95] = [0.5, 0.95].map((part) => Number(percentileOf(milliseconds, part).toFixed(1)));
  return { reads: milliseconds.length, p50_ms: p50, p95_ms: p95 };
}
