import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { lay, type SendQueue } from './chunk.ts';
import { waitForRoom, type Look } from './lane-pass.ts';
import { reserveRoom, type RoomPorts } from './reserve-for-lane.ts';
import type { Lanes, Parked } from './lane.store.ts';

const PARKED_AT_ONCE = 25;

export interface ParkedPorts extends RoomPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'park' | 'parked' | 'unpark'>;
  readonly sends: SendQueue;
}

/** Gives parked chunks a slot again. A crash before the row is removed issues a chunk twice, which is harmless. */
export async function issueParked(
  { campaign, sender, lane, tell }: Look,
  ports: ParkedPorts,
): Promise<{ more: boolean; wait_seconds?: number }> {
  const { clock, ids, lanes, sends } = ports;
  const found = await lanes.parked(campaign.tenant_id, campaign.id, lane, PARKED_AT_ONCE);
  const now = clock.now();
  // A cancelled campaign's chunks need no slot: they only write down that nobody is sent to.
  const due = campaign.status === 'cancelled' ? found : found.filter(({ not_before }) => not_before <= now);
  for (const { not_before: _, sk, why: __, zones: ___, ...chunk } of due) {
    const room =
      campaign.status === 'cancelled'
        ? { starts_at: now, granted: chunk.messages }
        : await reserveRoom(campaign, sender, chunk.messages, now, ports);
    if ('full' in room) return { more: false, wait_seconds: await waitForRoom(room, tell, now) };
    const { starts_at, granted, counted } = room;
    // What the daily limit leaves no room for stays here, under an id of its own.
    const [first, rest] = granted < chunk.messages ? split(chunk, granted) : [chunk];
    if (rest) await lanes.park({ ...rest, id: ids.next('chk') }, now, { why: 'daily_limit' });
    await sends.add(lay([{ ...first, counted }], starts_at, sender.rate), now);
    await lanes.unpark({ ...chunk, sk });
    await tell(null);
  }
  return { more: due.length === PARKED_AT_ONCE };
}

function split<Chunk extends Pick<Parked, 'recipients' | 'messages'>>(chunk: Chunk, messages: number): [Chunk, Chunk] {
  const rest = chunk.recipients.slice(messages);
  return [
    { ...chunk, recipients: chunk.recipients.slice(0, messages), messages },
    { ...chunk, recipients: rest, messages: Math.min(rest.length, chunk.messages) },
  ];
}
