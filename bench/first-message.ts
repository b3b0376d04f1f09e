import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import { peopleCsv } from '../local/demo/people.ts';
import { percentileOf } from './percentile.ts';
import { withHerald } from './with-herald.ts';

const CAMPAIGN = readFileSync(join(import.meta.dirname, '../examples/campaign.json'), 'utf8');
const WARM_RUNS = 5;

/** The time from the execute request until the provider gets the first message: once with cold functions, then warm. */
export async function benchFirstMessage(): Promise<void> {
  await withHerald({ senderRate: 80, standIn: {} }, async (herald) => {
    const call = apiClient(herald.url, herald.tenant.api_key);
    await call('POST', '/v1/customers/import', { type: 'text/csv', text: peopleCsv(200) });
    const run = async (): Promise<number> => {
      const { id } = await call<{ id: string }>('POST', '/v1/campaigns', { type: 'application/json', text: CAMPAIGN });
      const known = new Set(herald.standIn?.truth().messages.map(({ sid }) => sid));
      const executed = Date.now();
      await call('POST', `/v1/campaigns/${id}/execute`);
      while ((await call<{ status: string }>('GET', `/v1/campaigns/${id}`)).status === 'sending') await sleep(500);
      const created = herald.standIn
        ?.truth()
        .messages.filter(({ sid }) => !known.has(sid))
        .map((message) => message.created_at);
      return Math.min(...(created ?? [])) - executed;
    };
    const cold = await run();
    const warm: number[] = [];
    for (let round = 0; round < WARM_RUNS; round++) warm.push(await run());
    const median = percentileOf(warm, 0.5);
    console.log(
      `execute → first message at the provider: ${median} ms (median of ${WARM_RUNS}, goal < 1,000); ${cold} ms with every function cold`,
    );
  });
}
