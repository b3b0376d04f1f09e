import { setTimeout as sleep } from 'node:timers/promises';

import { createTenant } from '../admin/create-tenant.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { STAND_IN_ACCOUNT, type Herald } from '../local/herald.ts';
import { local } from '../lib/stage-settings.ts';
import { begin, ended, EVERYONE_GETS_IT, importPeople, reachable, timesOf } from './campaign.ts';
import { percentileOf } from './percentile.ts';
import { withHerald } from './with-herald.ts';

/** Twilio's default rate per sender: more than two cores can send. */
const FLOODS = [
  { rate: 80, customers: 6_000 },
  { rate: 400, customers: 14_000 },
];
const QUIET = { rate: 10, customers: 40 };
const ROUNDS = 3;
/** Until the flood has a backlog and its functions are warm. */
const FLOOD_BEGINS_MS = 5_000;
const QUIET_NUMBER = '+88800000010';
const QUIET_ACCOUNT = { account_sid: `AC${'1'.repeat(32)}`, auth_token: 'quiet-auth-token' };

/** How much longer a small campaign takes to reach its people while another tenant floods the same Herald. */
export async function benchFairness(floods = FLOODS, rounds = ROUNDS): Promise<void> {
  for (const flood of floods) await besideFlood(flood, rounds);
}

async function besideFlood(flood: (typeof FLOODS)[number], rounds: number): Promise<void> {
  const accounts = [STAND_IN_ACCOUNT, QUIET_ACCOUNT].map(({ account_sid, auth_token }) => ({
    accountSid: account_sid,
    authToken: auth_token,
  }));
  const standIn = { accounts, behaviour: EVERYONE_GETS_IT };
  await withHerald({ senderRate: flood.rate, standIn }, async (herald) => {
    const flooding = apiClient(herald.url, herald.tenant.api_key);
    const quiet = await quietTenant(herald);
    await importPeople(flooding, reachable(flood.customers));
    await quiet.round();

    const alone = await repeated(rounds, quiet.round);
    const { id } = await begin(flooding);
    await sleep(FLOOD_BEGINS_MS);
    const began = Date.now();
    const beside = await repeated(rounds, quiet.round);
    const over = Date.now();
    const { status } = await flooding<{ status: string }>('GET', `/v1/campaigns/${id}`);
    const flooded = herald
      .standIn!.truth()
      .messages.filter(
        ({ from, created_at }) => from !== `whatsapp:${QUIET_NUMBER}` && created_at >= began && created_at < over,
      );

    console.table({ alone: percentiles(alone), beside_the_flood: percentiles(beside) });
    console.log(
      `from execute to each of ${QUIET.customers} messages at ${QUIET.rate}/s, ${rounds} campaigns each, all functions warm, ${local.senderConcurrency} chunks sent at a time`,
    );
    console.log(
      `the flood: ${flood.customers} customers at up to ${flood.rate}/s, ${((1000 * flooded.length) / (over - began)).toFixed(0)}/s meanwhile; ${status === 'sending' ? 'under way all along' : `over before the end (${status}): too short to tell`}`,
    );
    const ratio = (share: number) => (percentileOf(beside, share) / percentileOf(alone, share)).toFixed(2);
    console.log(`beside ÷ alone: p50 ${ratio(0.5)} ×, p95 ${ratio(0.95)} × (goal ≤ 2 ×)`);
  });
}

/** A second tenant with an account, a sender and a few customers of its own. */
async function quietTenant({ url, installation, standIn }: Herald) {
  const { api_key } = await createTenant(installation, {
    name: 'Quiet',
    credentials: QUIET_ACCOUNT,
    sender: { phone_number: QUIET_NUMBER, rate: QUIET.rate },
  });
  const call = apiClient(url, api_key);
  await importPeople(call, reachable(QUIET.customers));
  return {
    /** One campaign. @returns milliseconds from execute to each message at the provider */
    async round(): Promise<number[]> {
      const { id, executed } = await begin(call);
      await ended(call, id);
      const sent = standIn!.truth().messages.filter(({ from }) => from === `whatsapp:${QUIET_NUMBER}`);
      return timesOf(sent).flatMap((at) => (at >= executed ? [at - executed] : []));
    },
  };
}

async function repeated(rounds: number, round: () => Promise<number[]>): Promise<number[]> {
  const all: number[] = [];
  for (let place = 0; place < rounds; place++) all.push(...(await round()));
  return all;
}

function percentiles(times: readonly number[]) {
  return { messages: times.length, p50_ms: percentileOf(times, 0.5), p95_ms: percentileOf(times, 0.95) };
}
