import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { BRAKE, duration, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { parkChunk, pauseChunk, postpone, remainder, type LaterPorts } from './defer-chunk.ts';
import { parkUntilAllowed, whileOpen, withinLimit, type RulePorts } from './park-recipients.ts';
import type { Chunk } from '../run/chunk.ts';
import { isLimited } from '../run/reserve-for-lane.ts';
import type { SkipReason } from '../message/message.ts';
import { pauseCampaign } from '../run/pause-campaign.ts';
import { reasonToSkip, sendMessage, type SendContext, type SendPorts, type Verdict } from './send-message.ts';
import { countTrouble, isRefused } from './failure-streak.ts';
import type { Late } from '../run/park-deferred.ts';

/**
 * A chunk this late (milliseconds) asks for a new slot, so that a backlog does not become a burst. One that is this early
 * goes back to the queue, whose longest delay was shorter than its slot was far.
 */
const LATE = 500;
const EARLY = 2_000;
/** A chunk that was late so often is sent as it is: where everything is late, waiting for the right moment ends nothing. */
const MOST_LATE = 3;
/** A chunk that would take longer than this (milliseconds) is cut anew, well before its function's time is up. */
const LONGEST = 5_000;
/** How often in a row a chunk meets an unreachable provider before its campaign is paused. */
const MOST_FAILURES = 3;
/** Customers who reached the frequency cap wait together for up to this long (milliseconds), not each for a chunk of its own. */
const CAP_STEP = 600_000;

export interface ChunkPorts extends SendPorts, RulePorts, LaterPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'tally' | 'tryTake'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'getAll'>;
  readonly messages: SendPorts['messages'] & RulePorts['messages'];
  readonly publicBaseUrl: string;
  readonly senders: Pick<Senders, 'get' | 'reserve' | 'makeRoom' | 'brake'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/** Others hold some of the chunk's messages, so it must be looked at again: they may have died holding them. */
export class ChunkHeld extends Error {
  override readonly name = 'ChunkHeld';

  constructor() {
    super('Some of the chunk is in other hands.');
  }
}

/**
 * Sends one chunk in its slot: everyone whose message nobody has claimed yet, evenly spaced. Whoever cannot be sent to
 * now is put off, never dropped.
 * @throws ChunkHeld when the queue must deliver the chunk again
 */
export async function sendChunk(chunk: Chunk, ports: ChunkPorts): Promise<void> {
  const { campaigns, clock, credentials, customers, sends, senders, tenants } = ports;
  const { tenant_id } = chunk;
  const campaign = await campaigns.get(tenant_id, chunk.campaign_id);
  if (campaign?.status === 'paused') return parkChunk(chunk, clock.now(), ports);
  if (campaign?.status === 'cancelled') return skipAll(chunk, ports);
  // A completed campaign's chunk is late beyond all waiting, and whoever it is for was planned all the same.
  if (campaign?.status !== 'sending' && campaign?.status !== 'completed') return;
  if (chunk.slot_at > clock.now() + EARLY) return sends.add([chunk], clock.now());
  if (chunk.slot_at < clock.now() - LATE && chunk.late < MOST_LATE)
    return postpone({ ...chunk, late: chunk.late + 1 }, campaign, ports);

  const [sender, tenant, vault, found] = await Promise.all([
    senders.get(tenant_id, campaign.sender_id),
    tenants.get(tenant_id),
    credentials.get(tenant_id, Date.parse(campaign.updated_at)),
    customers.getAll(tenant_id, chunk.recipients),
  ]);
  if (!sender) return pauseChunk(chunk, campaign, { why: 'sender_missing' }, ports);
  if (!vault) return pauseChunk(chunk, campaign, { why: 'credentials_missing' }, ports);
  if (!tenant?.link_secret) throw new Error('A campaign is being sent whose tenant has no key to sign its links.');
  const braked = Math.max(chunk.slot_at, clock.now()) < (sender.braked_until ?? 0);
  if (braked || sender.rate < chunk.rate || (await senders.makeRoom(sender, chunk.messages)))
    return postpone(chunk, campaign, ports);

  const known = new Map(found.map((customer) => [customer.id, customer]));
  const chosen = chunk.recipients.map((id) => ({ id, reason: reasonToSkip(campaign, known.get(id)) }));
  const skips = chosen.flatMap(({ id, reason }) => (reason ? [{ id, reason }] : []));
  const skipped = await Promise.all(skips.map(({ id, reason }) => skip(chunk, id, reason, ports)));
  const welcome = chosen.flatMap(({ id, reason }) => (reason ? [] : (known.get(id) ?? [])));
  const begin = Math.max(chunk.slot_at, clock.now());
  const slot = { begin, end: begin + LONGEST };
  const hours = campaign.sending_hours ?? tenant.sending_hours;
  const awake = await whileOpen(chunk, welcome, { hours, slot, sender }, ports);
  if (duration(awake.length - 1, sender.rate) > LONGEST) {
    const left = awake.map(({ id }) => id);
    await postpone(remainder(chunk, left), campaign, ports);
    if (skipped.some(isHeld)) throw new ChunkHeld();
    return;
  }
  const recipients = isLimited(campaign, sender) ? await withinLimit(chunk, awake, { slot, sender }, ports) : awake;
  const context = {
    campaign,
    sender,
    credentials: vault,
    holder: ports.ids.next('chk'),
    cap: tenant.frequency_cap,
    linkSecret: tenant.link_secret,
    publicBaseUrl: ports.publicBaseUrl,
  };
  const verdicts = await inSlot(chunk, recipients, context, ports);
  await followUp(chunk, { campaign, sender }, recipients, verdicts, ports);
  if (skipped.some(isHeld) || [...verdicts.values()].some(({ kind }) => kind === 'held')) throw new ChunkHeld();
}

/** Starts each message at its share of the slot, and none after one that was released, or many that were refused. */
async function inSlot(
  chunk: Chunk,
  recipients: readonly Customer[],
  context: SendContext,
  ports: SendPorts,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const step =
    duration(Math.max(chunk.messages, recipients.length), context.sender.rate) / Math.max(recipients.length, 1);
  const start = Math.max(chunk.slot_at, ports.clock.now());
  const underWay: Promise<void>[] = [];
  const faults: unknown[] = [];
  for (const [index, customer] of recipients.entries()) {
    await ports.clock.sleepUntil(start + index * step);
    const known = [...verdicts.values()];
    if (isRefused(known) || known.some(({ kind }) => kind === 'released')) break;
    // A fault is kept until all are through: thrown earlier, it would end the function while others are on their way.
    underWay.push(
      sendMessage(customer, context, ports).then(
        (verdict) => void verdicts.set(customer.id, verdict),
        (fault: unknown) => void faults.push(fault),
      ),
    );
  }
  await Promise.all(underWay);
  if (faults.length > 0) throw faults[0];
  return verdicts;
}

/** Puts off whoever was not sent to, by what stopped the chunk. */
async function followUp(
  chunk: Chunk,
  { campaign, sender }: { readonly campaign: Campaign; readonly sender: Sender },
  recipients: readonly Customer[],
  verdicts: ReadonlyMap<string, Verdict>,
  ports: ChunkPorts,
): Promise<void> {
  const capped = [...verdicts].flatMap(([id, verdict]): Late[] => {
    if (verdict.kind !== 'capped') return [];
    return [{ id, reachable: true, until: Math.ceil(verdict.until / CAP_STEP) * CAP_STEP }];
  });
  await parkUntilAllowed(chunk, capped, 'frequency_cap', sender, ports);
  const all = [...verdicts.values()].filter(({ kind }) => kind !== 'capped');
  const released = all.filter((verdict) => verdict.kind === 'released');
  const fatal = released.find((verdict) => verdict.because === 'fatal');
  const left = recipients
    .map(({ id }) => id)
    .filter((id) => !verdicts.has(id) || verdicts.get(id)?.kind === 'released');
  const trouble = await countTrouble(campaign, all, ports.campaigns);
  ports.log('chunk.sent', {
    tenant_id: chunk.tenant_id,
    campaign_id: chunk.campaign_id,
    lane: chunk.lane,
    chunk_id: chunk.id,
    count: all.length,
  });

  if (left.length > 0) {
    const rest = { ...remainder(chunk, left), id: ports.ids.next('chk'), late: 0 };
    const unreachable = released.some((verdict) => verdict.because === 'unreachable');
    const failures = unreachable ? chunk.failures + 1 : 0;
    if (fatal) await pauseChunk(rest, campaign, { why: 'provider_refused', code: fatal.code }, ports);
    else if (trouble) await pauseChunk(rest, campaign, trouble, ports);
    else if (failures >= MOST_FAILURES)
      await pauseChunk({ ...rest, failures: 0 }, campaign, { why: 'provider_unreachable' }, ports);
    else {
      await ports.senders.brake(chunk.tenant_id, campaign.sender_id, ports.clock.now() + BRAKE);
      await postpone({ ...rest, failures }, campaign, ports);
    }
  } else if (trouble) {
    await pauseCampaign(campaign, trouble, ports);
  }
}

async function skipAll(chunk: Chunk, ports: ChunkPorts): Promise<void> {
  const skipped = await Promise.all(chunk.recipients.map((id) => skip(chunk, id, 'cancelled', ports)));
  if (skipped.some(isHeld)) throw new ChunkHeld();
}

function isHeld({ held_until }: { readonly held_until?: number }): boolean {
  return held_until !== undefined;
}

async function skip(
  chunk: Chunk,
  customer_id: string,
  reason: SkipReason,
  { clock, ids, messages }: ChunkPorts,
): Promise<{ readonly held_until?: number }> {
  const draft = { id: ids.next('msg'), campaign_id: chunk.campaign_id, customer_id };
  return messages.skip(chunk.tenant_id, draft, reason, clock.now());
}
