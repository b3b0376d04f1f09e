import type { Campaign, Change } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { nameWith, settingsOf } from '../campaign/copy-campaign.ts';
import { occurrenceId } from '../campaign/occurrence-id.ts';
import { occurrencesAfter } from '../campaign/occurrences.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { zonedTime } from '../platform/zoned-time.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import { beginFired } from './begin-fired.ts';
import type { BeginPorts } from './begin-run.ts';

/** A start this late (milliseconds) may be unwelcome by now, for example at night. */
export const MISSED_AFTER = 3_600_000;
/** How many dates in a row that were missed are recorded at once; the sweeper goes on. */
const MAX_DATES = 25;

export interface OccurrencePorts extends BeginPorts {
  readonly campaigns: BeginPorts['campaigns'] &
    Pick<Campaigns, 'addOccurrence' | 'countActive' | 'recur' | 'tryTransition'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly quotas: Pick<QuotaStore, 'get'>;
}

/**
 * Makes and begins the campaign of the date that a recurring one waits for, then moves that on to its next date. Each step can
 * be repeated: the campaign of a date has an id that follows from the date, and begins once. So a schedule that fires twice, a
 * sweep beside it, or a crash in between makes nothing twice.
 */
export async function fireOccurrence(parent: Campaign, ports: OccurrencePorts, actor: Actor): Promise<void> {
  const { campaigns, clock } = ports;
  const now = clock.now();
  const change = { now: timestamp(now), by: actorName(actor) };
  let current = parent;
  for (let date = 0; date < MAX_DATES; date += 1) {
    const { recurrence, scheduled_at = '' } = current;
    if (!recurrence || Date.parse(scheduled_at) > now) return;
    await makeOccurrence({ ...current, recurrence, scheduled_at }, change, ports, actor);
    const [next] = occurrencesAfter(recurrence, Date.parse(scheduled_at), 1);
    if (next === undefined) {
      await campaigns.tryTransition('finish', current, change, 'All of its dates are over.');
      return;
    }
    if (!(await campaigns.recur(current, timestamp(next), change))) return;
    current = { ...current, scheduled_at: timestamp(next) };
  }
}

async function makeOccurrence(
  parent: Campaign & Required<Pick<Campaign, 'recurrence' | 'scheduled_at'>>,
  { now, by }: Change,
  ports: OccurrencePorts,
  actor: Actor,
): Promise<void> {
  const { campaigns, log } = ports;
  const { tenant_id, scheduled_at, recurrence } = parent;
  const day = zonedTime(recurrence.time_zone)(scheduled_at).slice(0, 10);
  const id = occurrenceId(parent.id, scheduled_at);
  const skipped = await skippedFor({ ...parent, id }, ports);
  const made = { created_at: now, updated_at: now, updated_by: by, taps_by_customer: true, run: 0 };
  await campaigns.addOccurrence({
    ...settingsOf(parent),
    ...{ id, parent_id: parent.id, scheduled_at, ...made, name: nameWith(parent.name, day) },
    content_templates: parent.content_templates,
    ...{ approval: parent.approval, authors: parent.authors },
    ...(skipped
      ? { status: 'cancelled', completed_at: now, status_reason: skipped.reason }
      : { status: 'scheduled' as const }),
  });
  if (skipped) log('occurrence.skipped', { tenant_id, campaign_id: id, code: skipped.code });
  // What is there may be from before a crash, and may have begun.
  const occurrence = await campaigns.get(tenant_id, id);
  if (occurrence?.status !== 'scheduled' || occurrence.scheduled_at !== scheduled_at) return;
  await beginFired({ tenant_id, id, scheduled_at }, actor, ports);
}

/** Why a date passes without a message, if it does: nobody wants last week's news, or a second campaign too many. */
async function skippedFor(
  { tenant_id, id, scheduled_at }: Campaign & { readonly scheduled_at: string },
  { campaigns, clock, quotas }: OccurrencePorts,
): Promise<{ readonly code: string; readonly reason: string } | undefined> {
  if (clock.now() - Date.parse(scheduled_at) > MISSED_AFTER) return { code: 'missed_schedule', reason: MISSED };
  const { active_campaigns: max } = await quotas.get(tenant_id);
  if ((await campaigns.countActive(tenant_id, id, max)) < max) return undefined;
  const reason = `The date was skipped: your tenant may have ${max} active campaigns, and had them. Nobody was sent to.`;
  return { code: 'quota.active_campaigns', reason };
}

const MISSED =
  'The date was missed by more than an hour, so nobody was sent to. The next one is as planned; clone this campaign to send it after all.';
