import { matches } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { isBlocked } from '../campaign/warnings.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import { chunkSize, cut, lay, newChunk, type SendQueue } from './chunk.ts';
import { waitForRoom, type Look } from './lane-pass.ts';
import { reserveRoom, type RoomPorts } from './reserve-for-lane.ts';
import type { Lane, Lanes } from './lane.store.ts';
import { closedUntil, parkLate, type Late } from './park-deferred.ts';

/** What one page plans at most: half a minute of the sender's rate. */
const MOST_PLANNED = 500;
const PAGE_SECONDS = 30;
/** Customers read for one page: some more than it plans, since not everyone is in the audience. */
const LEAST_READ = 25;
const MOST_READ = 500;

export interface PagePorts extends RoomPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'advance' | 'park'>;
  readonly log: Log;
  readonly sends: SendQueue;
}

/**
 * Plans the lane's next page: chunks are on the queue before the cursor moves, so that a crash in between repeats the
 * page rather than losing it. @returns seconds to wait when the sender has no slot to give yet
 */
export async function planPage(
  { campaign, sender, lane, hours, tell }: Look,
  at: Lane,
  ports: PagePorts,
): Promise<number | undefined> {
  const { clock, customers, ids, lanes, log, sends } = ports;
  const { tenant_id, id: campaign_id } = campaign;
  const of = { tenant_id, campaign_id, lane };
  const most = Math.max(1, Math.min(MOST_PLANNED, Math.floor(sender.rate * PAGE_SECONDS)));
  const page = await customers.lanePage(tenant_id, lane, {
    afterId: at.cursor,
    limit: Math.min(MOST_READ, Math.max(LEAST_READ, 2 * most)),
  });
  const now = clock.now();
  let recipients: Recipient[] = [];
  let cursor = at.cursor;
  for (const customer of page.items) {
    if (recipients.length === most) break;
    cursor = customer.id;
    if (isRecipient(campaign, customer)) recipients.push(recipientOf(campaign, customer, hours, now));
  }
  let exhausted = page.last === undefined && cursor === (page.items.at(-1)?.id ?? at.cursor);

  const takesPlace = ({ reachable, until }: Recipient) => reachable && until === undefined;
  const size = chunkSize(sender.rate);
  if (recipients.some(({ until }) => until === undefined)) {
    const wanted = recipients.filter(takesPlace).length;
    const room = await reserveRoom(campaign, sender, wanted, now, ports);
    if ('full' in room) return waitForRoom(room, tell, now);
    const [tooMany] = recipients.filter(takesPlace).slice(room.granted);
    if (tooMany) {
      recipients = recipients.slice(0, recipients.indexOf(tooMany));
      cursor = recipients.at(-1)?.id ?? at.cursor;
      exhausted = false;
    }
    const ready = recipients.filter(({ until }) => until === undefined);
    const chunks = cut(ready, size).map((piece) => ({
      ...newChunk({ ...of, id: ids.next('chk') }, piece),
      counted: room.counted,
    }));
    await sends.add(lay(chunks, room.starts_at, sender.rate), now);
    await tell(null);
  }
  const late = recipients.flatMap(({ until, ...one }): Late[] => (until === undefined ? [] : [{ ...one, until }]));
  await parkLate(of, late, { size, why: 'sending_hours' }, lanes);
  await lanes.advance(tenant_id, campaign_id, lane, at, {
    cursor,
    planned: recipients.length,
    planned_us: recipients.filter(({ blocked }) => blocked).length,
    exhausted_at: exhausted ? now : undefined,
  });
  log('lane.planned', { ...of, run: campaign.run, count: recipients.length });
  return undefined;
}

interface Recipient extends Omit<Late, 'until'> {
  /** Until when the sending hours keep them waiting, if they do. */
  readonly until: number | undefined;
  readonly blocked: boolean;
}

function recipientOf(
  campaign: Campaign,
  { id, consent, country, suppressed, timezone }: Customer,
  hours: SendingHours | undefined,
  now: number,
): Recipient {
  return {
    id,
    zone: timezone,
    reachable: consent.status === 'opted_in' && !suppressed,
    until: closedUntil(hours, timezone, { begin: now, end: now }),
    blocked: isBlocked(campaign, country),
  };
}

/** The audience is who was a customer when the campaign started. */
function isRecipient(campaign: Campaign, customer: Customer): boolean {
  return customer.created_at <= (campaign.started_at ?? '') && matches(campaign.target_criteria, customer);
}
