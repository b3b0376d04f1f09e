import fc from 'fast-check';

import { caller, type Answer } from '../support/api.ts';
import { post } from '../support/status-callback.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';
import type { Served } from '../support/served.ts';
import { faultOf } from './check-answer.ts';
import { requests, type FuzzRequest } from './requests.ts';
import { openWorld } from './world.ts';

/** As many requests as one tenant gets: what they make and delete is then gone. */
const PER_TENANT = 250;
const AT_ONCE = 4;
/** More tell nothing new. */
const MAX_FAILURES = 10;

export interface Outcome {
  readonly requests: number;
  /** How many answers there were of each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Each with the seed and the request that show it. */
  readonly failures: readonly string[];
}

/** Sends so many generated requests to a running Herald, and checks each answer. The same seed sends the same requests. */
export async function fuzz(served: Served, { seed, count }: { seed: number; count: number }): Promise<Outcome> {
  const statuses: Record<number, number> = {};
  const failures: string[] = [];
  let sent = 0;
  for (let round = 0; sent < count && failures.length < MAX_FAILURES; round += 1) {
    const tenant = await newTenant(served);
    const numRuns = Math.min(PER_TENANT, count - sent);
    const queue = fc.sample(requests(await openWorld(tenant)), { seed: seed + round, numRuns });
    sent += numRuns;
    const work = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const answer = await send(tenant, next);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const fault = faultOf(answer, { method: next.method, forPerson: next.path.startsWith('/r/') });
        if (fault) failures.push(`seed ${seed + round}: ${fault}\n${shown(next)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return { requests: sent, statuses, failures: failures.slice(0, MAX_FAILURES) };
}

function send(tenant: TestTenant, { method, path, query, type, body, signed }: FuzzRequest): Promise<Answer> {
  const address = query ? `${path}?${query}` : path;
  if (signed && type !== 'application/json') return post(tenant, { path: address, form: body ?? '' });
  return caller(tenant.served.url, tenant.api_key)(`${method} ${address}`, { body, type });
}

function shown({ route, method, path, query, type, body }: FuzzRequest): string {
  return `  ${route}: ${method} ${path}?${query.slice(0, 500)} (${type})\n  ${JSON.stringify(body?.slice(0, 2_000))}`;
}
