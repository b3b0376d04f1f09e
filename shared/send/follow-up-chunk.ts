import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Messages } from '../message/message.store.ts';
import type { Chunk } from '../run/chunk.ts';
import type { Deferred } from '../run/park-deferred.ts';
import { pauseSending, type PauseReason } from '../run/pause-sending.ts';
import { refusedForAll } from '../run/refused-in-a-row.ts';
import { BRAKE, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { system } from '../tenancy/actor.ts';
import { carryOut, type CarryOutPorts } from './carry-out.ts';
import type { Decision } from './decide-chunk.ts';
import { remainingChunk } from './defer-chunk.ts';
import { countStreaks } from './failure-streak.ts';
import { parkRecipients } from './park-chunk.ts';
import type { SendResults } from './send-in-slot.ts';
import type { SendResult } from './send-message.ts';

/** How many times in a row a chunk finds the provider unreachable before its campaign is paused. */
const MAX_FAILURES = 3;
/** Waiting times of customers at the frequency cap are rounded up to this (milliseconds), so that they share chunks. */
export const CAP_STEP = 600_000;

export interface FollowUpPorts extends CarryOutPorts {
  readonly campaigns: Pick<Campaigns, 'countOutcomes' | 'tryTransition'>;
  readonly messages: Pick<Messages, 'settledAmong' | 'skip'>;
  readonly senders: Pick<Senders, 'get' | 'reserve' | 'brake' | 'limit'>;
}

/** Parks recipients at the frequency cap, counts streaks of failures, and defers the recipients who were not sent to. */
export async function followUpChunk(
  chunk: Chunk,
  { campaign, sender }: { readonly campaign: Campaign; readonly sender: Sender },
  recipients: readonly Customer[],
  results: SendResults,
  ports: FollowUpPorts,
): Promise<void> {
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  await parkRecipients(chunk, [...results].flatMap(deferredByCap), 'frequency_cap', sender, ports);
  const counted = [...results.values()].filter(({ kind }) => kind !== 'capped');
  const streak = await countStreaks(campaign, counted, ports.campaigns);
  const ids = { tenant_id, campaign_id, lane, chunk_id };
  ports.log('chunk.sent', { ...ids, count: counted.filter(isSent).length });
  const throttles = counted.filter((result) => result.kind === 'released' && result.because === 'throttled').length;
  if (throttles > 0) ports.log('provider.throttled', { ...ids, count: throttles });

  const left = recipients.map(({ id }) => id).filter((id) => (results.get(id)?.kind ?? 'released') === 'released');
  if (left.length === 0) return streak && pauseSending(campaign, streak, system('sender'), ports);
  const failures = counted.some(isUnreachable) ? chunk.failures + 1 : 0;
  const decision = decideRest(counted, streak, failures);
  const rest = {
    ...remainingChunk(chunk, left),
    id: ports.ids.next('chk'),
    late: 0,
    failures: failures % MAX_FAILURES,
  };
  // First: chunks that are sent meanwhile would be refused, too.
  if (decision.do === 'park' && decision.limit) await ports.senders.limit(tenant_id, sender.id, decision.limit);
  if (decision.do === 'defer') await ports.senders.brake(tenant_id, campaign.sender_id, ports.clock.now() + BRAKE);
  await carryOut(decision, rest, campaign, ports);
}

/** What stopped the chunk; the first rule that applies decides. */
function decideRest(
  results: readonly SendResult[],
  streak: PauseReason | undefined,
  failures: number,
): Extract<Decision, { do: 'pause' | 'defer' | 'park' }> {
  const released = results.filter((result) => result.kind === 'released');
  const fatal = released.find((result) => result.because === 'fatal');
  if (fatal) return { do: 'pause', reason: refusedForAll(fatal.error) };
  if (streak) return { do: 'pause', reason: streak };
  if (failures >= MAX_FAILURES) return { do: 'pause', reason: { why: 'provider_unreachable' } };
  const limited = released.find((result) => result.because === 'limit');
  if (limited) return { do: 'park', limit: limited.limit };
  return { do: 'defer' };
}

function isUnreachable(result: SendResult): boolean {
  return result.kind === 'released' && result.because === 'unreachable';
}

function deferredByCap([id, result]: readonly [string, SendResult]): Deferred[] {
  return result.kind === 'capped' ? [{ id, until: Math.ceil(result.until / CAP_STEP) * CAP_STEP }] : [];
}

/** Whether it had an outcome in its slot: not of another worker, and not to be sent again. */
function isSent({ kind }: SendResult): boolean {
  return kind === 'settled' || kind === 'unknown';
}
