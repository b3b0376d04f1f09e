import { recount } from '../../shared/analytics/recount.ts';
import type { Counters } from '../../shared/analytics/rollup.ts';
import type { Message } from '../../shared/messaging/message.ts';
import type { Messages } from '../../shared/messaging/message.store.ts';
import { messageToken } from '../../shared/messaging/token.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import type { Truth } from '../twilio/truth.ts';

/** What a run came to, and every point where report, ledger and the provider's truth disagree. */
export interface Verdict {
  readonly ledger: Counters;
  readonly duplicates: number;
  /** Customers of the audience without an outcome. */
  readonly lost: number;
  readonly disagreements: readonly string[];
}

/** Compares message by message, then figure by figure. @param audience how many customers the campaign was for */
export async function judge(
  { tenant, campaign, audience }: { readonly tenant: string; readonly campaign: string; readonly audience: number },
  { messages, report, truth }: { messages: Messages; report: Readonly<Record<string, number>>; truth: Truth },
): Promise<Verdict> {
  const atProvider = new Map<string, Truth['messages'][number][]>();
  for (const sent of truth.messages) {
    const token = new URL(sent.request['StatusCallback'] ?? '').searchParams.get('m') ?? '';
    atProvider.set(token, [...(atProvider.get(token) ?? []), sent]);
  }
  const disagreements: string[] = [];
  let rows = 0;
  let settled = 0;
  let duplicates = 0;
  for (let lane = 0; lane < LANES; lane++) {
    for await (const message of messages.ofLane(tenant, campaign, lane)) {
      rows += 1;
      if (message.status !== 'sending' && message.status !== 'retry') settled += 1;
      const sent = atProvider.get(messageToken(message)) ?? [];
      duplicates += Math.max(0, sent.length - 1);
      if (!agrees(message, sent))
        disagreements.push(
          `${message.id} is ${message.status}, the provider has ${sent.map(({ status }) => status).join(', ') || 'nothing'}`,
        );
    }
  }
  if (rows !== audience) disagreements.push(`the audience has ${audience}, the ledger ${rows}`);
  const ledger = await recount(tenant, campaign, messages);
  for (const [name, count] of Object.entries(report)) {
    if (count !== (ledger[name] ?? 0))
      disagreements.push(`the report says ${name} ${count}, the ledger ${ledger[name] ?? 0}`);
  }
  return { ledger, duplicates, lost: audience - settled, disagreements };
}

function agrees({ status, provider_sid }: Message, sent: Truth['messages']): boolean {
  if (status === 'skipped') return sent.length === 0;
  if (status === 'failed' && sent.length === 0) return true;
  const [only, another] = sent;
  if (!only || another) return false;
  return only.sid === provider_sid && (only.status === status || (only.status === 'queued' && status === 'accepted'));
}
