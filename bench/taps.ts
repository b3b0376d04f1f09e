import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import { peopleCsv } from '../local/demo/people.ts';
import { STAND_IN_ACCOUNT, type Herald } from '../local/herald.ts';
import type { Report } from '../local/demo/figures.ts';
import { signedForm } from '../local/twilio/signed-form.ts';
import { local } from '../lib/stage-settings.ts';
import { percentileOf } from './percentile.ts';
import { withHerald } from './with-herald.ts';

const TAPS = 300;
const PER_SECOND = 10;
const POLL_MS = 20;
const CAMPAIGN = {
  name: 'Taps',
  message_content: 'Shall we?',
  buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }],
};

/** How long it takes until a tap is in the report, and what it costs: signed webhooks at an even pace, while the report is polled. */
export async function benchTaps(): Promise<void> {
  const behaviour = { failed: 0, undelivered: 0, blocked: 0 };
  await withHerald({ senderRate: 400, standIn: { behaviour } }, async (herald) => {
    const campaign = await send(herald);
    const forms = tapForms(herald);
    herald.stack.dynamoDb.resetCapacity();
    const latencies = await measure(herald, campaign, forms);
    await herald.stack.streamIdle();
    print(herald, latencies);
  });
}

async function send({ url, tenant, stack, standIn }: Herald): Promise<string> {
  const call = apiClient(url, tenant.api_key);
  await call('POST', '/v1/customers/import', { type: 'text/csv', text: peopleCsv(2 * TAPS) });
  const text = JSON.stringify(CAMPAIGN);
  const { id } = await call<{ id: string }>('POST', '/v1/campaigns', { type: 'application/json', text });
  await call('POST', `/v1/campaigns/${id}/execute`);
  while ((await call<{ status: string }>('GET', `/v1/campaigns/${id}`)).status !== 'completed') await sleep(200);
  await standIn?.settled();
  await stack.streamIdle();
  return id;
}

/** One tap by each of the first recipients, as Twilio would post it. */
function tapForms({ standIn }: Herald) {
  const sent = standIn?.truth().messages.slice(0, TAPS) ?? [];
  return sent.map(({ sid, to, from, rendered }) => ({
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    From: to,
    To: from,
    Body: 'Yes',
    ButtonText: 'Yes',
    ButtonPayload: rendered.actions?.[0]?.id ?? '',
    OriginalRepliedMessageSid: sid,
  }));
}

/** @returns for the nth tap, how long (milliseconds) after its post the report counted n taps */
async function measure({ url, tenant }: Herald, campaign: string, forms: ReturnType<typeof tapForms>) {
  const call = apiClient(url, tenant.api_key);
  const posted: number[] = [];
  const posting = forms.map(async (form, place) => {
    await sleep((place * 1000) / PER_SECOND);
    posted.push(performance.now());
    await post(`${url}/webhooks/twilio/${tenant.tenant_id}/inbound`, form);
  });
  const counted: number[] = [];
  while (counted.length < forms.length) {
    const { button_analytics } = await call<Report>('GET', `/v1/campaigns/${campaign}/report`);
    const now = performance.now();
    while (counted.length < (button_analytics?.total_clicks ?? 0)) counted.push(now);
    await sleep(POLL_MS);
  }
  await Promise.all(posting);
  return counted.map((at, place) => at - (posted[place] ?? at));
}

async function post(url: string, form: ReturnType<typeof tapForms>[number]): Promise<void> {
  const request = signedForm(STAND_IN_ACCOUNT.auth_token, url, form, form.MessageSid);
  const answer = await fetch(url, { method: request.method, headers: request.headers, body: request.body ?? '' });
  if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
}

function print({ stack }: Herald, latencies: readonly number[]): void {
  const at = (share: number) => Math.round(percentileOf(latencies, share));
  console.log(
    `webhook → report: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms over ${TAPS} taps at ${PER_SECOND}/s, with the roll-up’s window of ${local.rollupWindowSeconds} s`,
  );
  const rows = stack.dynamoDb.capacity().filter(({ write_units }) => write_units > 0);
  const total = rows.reduce((sum, { write_units }) => sum + write_units, 0);
  console.log(`write units per tap: ${(total / TAPS).toFixed(2)}`);
  console.table(
    rows.map(({ caller, operation, calls, write_units }) => ({
      caller: caller.split(/[:/]/).at(-1),
      operation,
      calls,
      per_tap: (write_units / TAPS).toFixed(3),
    })),
  );
}
