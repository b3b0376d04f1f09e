import type { Campaign, ReplayScope } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Clock } from '../platform/clock.ts';
import { pagesOf } from '../platform/page.ts';
import type { Ids } from '../platform/ids.ts';
import type { Sender } from '../sender/sender.ts';
import { chunkSize, splitIntoChunks, newChunk } from './chunk.ts';
import { AGAIN, type LanePass, type Next } from './lane-pass.ts';
import type { LaneState, Lanes } from './lane.store.ts';
import type { MessageStatus } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';

/** How many messages one page reads, and how many dead letters. */
const PAGE = 500;
const DEAD_LETTER_BATCH = 25;

const STATUSES: Readonly<Record<Exclude<ReplayScope, 'dead_letter'>, readonly MessageStatus[]>> = {
  failed: ['failed', 'undelivered'],
  unknown: ['unknown'],
};

export interface ReplayPorts {
  readonly campaigns: Pick<Campaigns, 'countDeadLetters'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'park' | 'deadLetters' | 'removeDeadLetter' | 'advanceReplay'>;
  readonly messages: Pick<Messages, 'replayable' | 'replay'>;
}

/** Whether the current replay has messages left to read in a lane. */
export function isReplaying({ replay_run, replay_scope }: Campaign, { replay_done = 0 }: LaneState): boolean {
  return replay_scope !== undefined && replay_run !== undefined && replay_done < replay_run;
}

/**
 * Replays one page. Chunks are parked before their messages are set to `retry`, and both before the cursor moves. So a
 * crash in between repeats the page: its recipients are then in two chunks, and only one of them gets the claim.
 */
export async function replayPage(
  { campaign, lane, terms }: LanePass,
  state: LaneState,
  ports: ReplayPorts,
): Promise<Next> {
  const { replay_run: run, replay_scope: scope } = campaign;
  if (run === undefined || scope === undefined) return AGAIN;
  const page =
    scope === 'dead_letter'
      ? { done: (await reparkDeadLetters(campaign, lane, ports)) < DEAD_LETTER_BATCH, replayed: 0 }
      : await replayMessages(campaign, (await terms()).sender, lane, state, { run, statuses: STATUSES[scope] }, ports);
  await ports.lanes.advanceReplay(campaign.tenant_id, campaign.id, lane, state, { run, ...page });
  return AGAIN;
}

async function replayMessages(
  { tenant_id, id: campaign_id }: Campaign,
  sender: Sender,
  lane: number,
  { replay_run, replay_cursor }: LaneState,
  replay: { readonly run: number; readonly statuses: readonly MessageStatus[] },
  { clock, ids, lanes, messages }: ReplayPorts,
) {
  const after = replay_run === replay.run ? replay_cursor : undefined;
  const { items, last } = await messages.replayable(tenant_id, campaign_id, lane, { ...replay, after, limit: PAGE });
  const recipients = items.map(({ customer_id }) => ({ id: customer_id, takesSlot: true }));
  for (const piece of splitIntoChunks(recipients, chunkSize(sender.rate)))
    await lanes.park(newChunk({ id: ids.next('chk'), tenant_id, campaign_id, lane }, piece), clock.now());
  const moved = await Promise.all(items.map((message) => messages.replay(tenant_id, message, replay)));
  return { cursor: last, done: last === undefined, replayed: moved.filter(Boolean).length };
}

/** Parks a lane's dead letters again, one batch at a time. @returns how many chunks */
export async function reparkDeadLetters(
  campaign: Campaign,
  lane: number,
  { campaigns, clock, lanes }: Pick<ReplayPorts, 'campaigns' | 'clock' | 'lanes'>,
): Promise<number> {
  const found = await lanes.deadLetters(campaign.tenant_id, campaign.id, lane, DEAD_LETTER_BATCH);
  for (const deadLetter of found) {
    const { moved_at: _, sk: __, slot_at: ___, rate: ____, ...chunk } = deadLetter;
    await lanes.park({ ...chunk, late: 0, failures: 0 }, clock.now());
    await lanes.removeDeadLetter(deadLetter, campaigns.countDeadLetters(campaign, -1));
  }
  return found.length;
}

export interface RetryPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly messages: Pick<Messages, 'replayable' | 'skip'>;
}

/** Skips the messages that the last replay of a cancelled campaign set to `retry`: nobody will send them. */
export async function skipRetries(
  { tenant_id, id: campaign_id, replay_run: run }: Campaign,
  lane: number,
  { clock, ids, messages }: RetryPorts,
): Promise<void> {
  if (run === undefined) return;
  const pages = pagesOf((after: string | undefined) =>
    messages.replayable(tenant_id, campaign_id, lane, { run, statuses: [], after, limit: PAGE }),
  );
  for await (const page of pages) {
    for (const { customer_id } of page.items)
      await messages.skip(tenant_id, { id: ids.next('msg'), campaign_id, customer_id }, 'cancelled', clock.now());
  }
}
