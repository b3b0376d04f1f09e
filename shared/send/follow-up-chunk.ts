import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Messages } from '../message/message.store.ts';
import type { Chunk } from '../run/chunk.ts';
import type { Deferred } from '../run/park-deferred.ts';
import { pauseSending, type PauseReason } from '../run/pause-sending.ts';
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
const CAP_STEP = 600_000;

export interface FollowUpPorts extends CarryOutPorts {
  readonly campaigns: Pick<Campaigns, 'countOutcomes' | 'tryTransition'>;
  readonly messages: Pick<Messages, 'settledAmong' | 'skip'>;
  readonly senders: Pick<Senders, 'get' | 'reserve' | 'brake'>;
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
  ports.log('chunk.sent', { tenant_id, campaign_id, lane, chunk_id, count: counted.length });

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
  if (decision.do === 'defer') await ports.senders.brake(tenant_id, campaign.sender_id, ports.clock.now() + BRAKE);
  return carryOut(decision, rest, campaign, ports);
}

/** What stopped the chunk; the first rule that applies decides. */
function decideRest(
  results: readonly SendResult[],
  streak: PauseReason | undefined,
  failures: number,
): Extract<Decision, { do: 'pause' | 'defer' }> {
  const fatal = results.find((result) => result.kind === 'released' && result.because === 'fatal');
  if (fatal && 'code' in fatal) return { do: 'pause', reason: { why: 'provider_refused', code: fatal.code } };
  if (streak) return { do: 'pause', reason: streak };
  if (failures >= MAX_FAILURES) return { do: 'pause', reason: { why: 'provider_unreachable' } };
  return { do: 'defer' };
}

function isUnreachable(result: SendResult): boolean {
  return result.kind === 'released' && result.because === 'unreachable';
}

function deferredByCap([id, result]: readonly [string, SendResult]): Deferred[] {
  return result.kind === 'capped' ? [{ id, until: Math.ceil(result.until / CAP_STEP) * CAP_STEP }] : [];
}
