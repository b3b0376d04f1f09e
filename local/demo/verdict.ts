import type * as z from 'zod';

import { recount } from '../../shared/analytics/recount.ts';
import { reportOf } from '../../shared/analytics/report.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { campaignWire } from '../../shared/campaign/campaign.wire.ts';
import type { Interactions } from '../../shared/interaction/interaction.store.ts';
import type { Message } from '../../shared/message/message.ts';
import type { Messages } from '../../shared/message/message.store.ts';
import { messageToken } from '../../shared/message/message-token.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import { classify, explain } from '../../shared/provider/twilio/error-codes.ts';
import type { Truth, TrueMessage } from '../twilio/truth.ts';
import { compareAnswers } from './compare-answers.ts';
import { compareEngagement } from './compare-engagement.ts';
import { differences } from './differences.ts';
import type { Report } from './figures.ts';

/** The result of a run, and every point in which report, ledger and the provider's truth disagree. */
export interface Verdict {
  readonly duplicates: number;
  /** Customers of the audience without an outcome. */
  readonly lost: number;
  readonly disagreements: readonly string[];
}

interface Run {
  readonly tenant: string;
  /** As the API shows it. */
  readonly campaign: z.infer<typeof campaignWire>;
  /** How many customers the campaign was for. */
  readonly audience: number;
}

interface Sources {
  readonly messages: Messages;
  readonly interactions: Interactions;
  readonly report: Report;
  readonly truth: Truth;
}

/** The token of a campaign's message; undefined for a message that replies to a tap. */
export function tokenOf({ request }: Pick<TrueMessage, 'request'>): string | undefined {
  return URL.parse(request['StatusCallback'] ?? '')?.searchParams.get('m') ?? undefined;
}

/** Compares message by message, then figure by figure. */
export async function judge({ tenant, campaign, audience }: Run, sources: Sources): Promise<Verdict> {
  const { messages, interactions, report, truth } = sources;
  const atProvider = Map.groupBy(truth.messages, tokenOf);
  const disagreements: string[] = [];
  let rows = 0;
  let settled = 0;
  let duplicates = 0;
  for (let lane = 0; lane < LANES; lane++) {
    for await (const message of messages.ofLane(tenant, campaign.id, lane)) {
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
  const counted = await recount(tenant, campaign.id, { messages, interactions });
  const stored = Object.fromEntries(
    Object.entries(campaign).filter(([, value]) => value !== null),
  ) as unknown as Campaign;
  const counts = reportOf({ ...stored, status: report.status }, counted, report.generated_at, { classify, explain });
  // The ledger does not say when it last changed, and an experiment is counted apart, by when somebody was sent to.
  const { settled_at, experiment } = report;
  const recounted = { ...counts, settled_at, ...(experiment && { experiment }) };
  for (const [figure, reported, ledger] of differences(report, recounted)) {
    disagreements.push(`the report says ${figure} ${String(reported)}, the ledger ${String(ledger)}`);
  }
  disagreements.push(...compareEngagement(report, truth), ...compareAnswers(truth.acts, campaign.buttons));
  return { duplicates, lost: audience - settled, disagreements };
}

function agrees({ status, provider_sid }: Message, sent: Truth['messages']): boolean {
  if (status === 'skipped') return sent.length === 0;
  if (status === 'failed' && sent.length === 0) return true;
  const [message, duplicate] = sent;
  if (!message || duplicate) return false;
  const accepted = message.status === 'queued' && status === 'accepted';
  return message.sid === provider_sid && (message.status === status || accepted);
}
