import * as z from 'zod';

import { matches } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { run } from '../campaign/run.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { LANES } from '../platform/lanes.ts';
import type { Log } from '../platform/log.ts';
import type { Sender } from '../tenancy/sender.ts';
import type { Senders } from '../tenancy/sender.store.ts';
import { chunkSize, cut, lay, type SendQueue, type Unslotted } from './chunk.ts';
import type { Lane, Lanes } from './lane.store.ts';

/** Milliseconds one call spends on planning before it hands back: far below the function's timeout. */
const BUDGET = 15_000;
/** What one page plans at most: half a minute of the sender's rate. */
const MOST_PLANNED = 500;
const PAGE_SECONDS = 30;
/** Customers read for one page: some more than it plans, since not everyone is in the audience. */
const LEAST_READ = 25;
const MOST_READ = 500;
/** Seconds between two looks at a lane that is as far ahead as it may be; slots reach 14 minutes ahead. */
const AHEAD_WAIT = 300;
/** Seconds between two looks at a lane that waits for its last messages: a tenth of the time waited, within these. */
const SETTLE_WAIT = { least: 2, most: 60 };
const PARKED_AT_ONCE = 25;

export const laneRun = run.extend({
  lane: z
    .number()
    .int()
    .min(0)
    .max(LANES - 1),
});
export type LaneRun = z.infer<typeof laneRun>;

/** Done, or to be looked at again after this many seconds. */
export type Progress = { readonly done: true } | { readonly done: false; readonly wait_seconds: number };

/** How many of a lane's messages have an outcome, from the roll-up. */
export interface Settled {
  settled(tenant: string, campaign: string, lane: number): Promise<number>;
}

export interface LanePorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly lanes: Lanes;
  readonly rollups: Settled;
  readonly sends: SendQueue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * Takes one lane of a run as far as it goes now: issues what was parked and is due, plans further pages while the
 * sender has slots, and at the end waits until every planned message has an outcome. Every step can be repeated: a
 * chunk that is issued twice meets its own claims.
 */
export async function advanceLane({ tenant_id, campaign_id, run, lane }: LaneRun, ports: LanePorts): Promise<Progress> {
  const { campaigns, clock, lanes, senders } = ports;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run || !['sending', 'cancelled'].includes(campaign.status)) return { done: true };
  const sender = await senders.get(tenant_id, campaign.sender_id);
  if (!sender) throw new Error('The sender of a running campaign is gone.');

  const started = clock.now();
  while (clock.now() < started + BUDGET) {
    const issued = await issueParked(campaign, sender, lane, ports);
    if (issued.wait_seconds !== undefined) return { done: false, wait_seconds: issued.wait_seconds };
    if (issued.more) continue;
    const at = await lanes.get(tenant_id, campaign_id, lane);
    if (at.exhausted_at !== undefined || campaign.status === 'cancelled') return settle(campaign, lane, at, ports);
    const wait_seconds = await planPage(campaign, sender, lane, at, ports);
    if (wait_seconds !== undefined) return { done: false, wait_seconds };
  }
  return { done: false, wait_seconds: 1 };
}

/** Gives parked chunks a slot again. A crash before the row is removed issues a chunk twice, which is harmless. */
async function issueParked(
  campaign: Campaign,
  sender: Sender,
  lane: number,
  { clock, lanes, senders, sends }: LanePorts,
): Promise<{ more: boolean; wait_seconds?: number }> {
  const found = await lanes.parked(campaign.tenant_id, campaign.id, lane, PARKED_AT_ONCE);
  const now = clock.now();
  // A cancelled campaign's chunks need no slot: they only write down that nobody is sent to.
  const due = campaign.status === 'cancelled' ? found : found.filter(({ not_before }) => not_before <= now);
  for (const { not_before: _, sk, ...chunk } of due) {
    const slot =
      campaign.status === 'cancelled' ? { starts_at: now } : await senders.reserve(sender, chunk.messages, now);
    if ('ask_again_at' in slot) return { more: false, wait_seconds: AHEAD_WAIT };
    await sends.add(lay([chunk], slot.starts_at, sender.rate), now);
    await lanes.unpark({ ...chunk, sk });
  }
  return { more: due.length === PARKED_AT_ONCE };
}

/**
 * Plans the lane's next page: chunks are on the queue before the cursor moves, so that a crash in between repeats the
 * page rather than losing it. @returns seconds to wait when the sender has no slot to give yet
 */
async function planPage(
  campaign: Campaign,
  sender: Sender,
  lane: number,
  at: Lane,
  ports: LanePorts,
): Promise<number | undefined> {
  const { clock, customers, ids, lanes, log, senders, sends } = ports;
  const { tenant_id, id: campaign_id } = campaign;
  const most = Math.max(1, Math.min(MOST_PLANNED, Math.floor(sender.rate * PAGE_SECONDS)));
  const page = await customers.lanePage(tenant_id, lane, {
    afterId: at.cursor,
    limit: Math.min(MOST_READ, Math.max(LEAST_READ, 2 * most)),
  });
  const recipients: { id: string; reachable: boolean }[] = [];
  let cursor = at.cursor;
  for (const customer of page.items) {
    if (recipients.length === most) break;
    cursor = customer.id;
    if (isRecipient(campaign, customer))
      recipients.push({ id: customer.id, reachable: customer.consent.status === 'opted_in' });
  }
  const exhausted = page.last === undefined && cursor === (page.items.at(-1)?.id ?? at.cursor);

  const now = clock.now();
  if (recipients.length > 0) {
    const chunks: Unslotted[] = cut(recipients, chunkSize(sender.rate)).map((one) => ({
      ...one,
      id: ids.next('chk'),
      tenant_id,
      campaign_id,
      lane,
      late: 0,
      failures: 0,
    }));
    const slots = await senders.reserve(
      sender,
      chunks.reduce((sum, one) => sum + one.messages, 0),
      now,
    );
    if ('ask_again_at' in slots) return AHEAD_WAIT;
    await sends.add(lay(chunks, slots.starts_at, sender.rate), now);
  }
  await lanes.advance(tenant_id, campaign_id, lane, at, {
    cursor,
    planned: recipients.length,
    exhausted_at: exhausted ? now : undefined,
  });
  log('lane.planned', { tenant_id, campaign_id, lane, run: campaign.run, count: recipients.length });
  return undefined;
}

/** The audience is who was a customer when the campaign started. */
function isRecipient(campaign: Campaign, customer: Customer): boolean {
  return customer.created_at <= (campaign.started_at ?? '') && matches(campaign.target_criteria, customer);
}

async function settle(
  campaign: Campaign,
  lane: number,
  at: Lane,
  { clock, lanes, rollups }: LanePorts,
): Promise<Progress> {
  const settled = await rollups.settled(campaign.tenant_id, campaign.id, lane);
  const [waiting] = await lanes.parked(campaign.tenant_id, campaign.id, lane, 1);
  if (settled >= at.planned && !waiting) return { done: true };
  const now = clock.now();
  const due = waiting ? Math.max(waiting.not_before - now, 0) / 1000 : Infinity;
  const waited = (now - (at.exhausted_at ?? Date.parse(campaign.updated_at))) / 10_000;
  const patient = Math.min(SETTLE_WAIT.most, Math.max(SETTLE_WAIT.least, waited));
  return { done: false, wait_seconds: Math.ceil(Math.max(1, Math.min(due, patient))) };
}
