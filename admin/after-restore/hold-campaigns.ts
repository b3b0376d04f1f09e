import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { Campaigns } from '../../shared/campaign/campaign.store.ts';
import { occurrencesAfter } from '../../shared/campaign/occurrences.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { pagesOf, type StorePage } from '../../shared/platform/page.ts';
import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { Runs } from '../../shared/run/run.ts';
import type { RestoreProgress } from './progress.store.ts';

const PAGE = 100;
/** Step Functions describes some 15 executions a second. */
const AT_ONCE = 5;
const BY = 'system:restore';

export interface HoldPorts {
  readonly campaigns: Pick<Campaigns, 'page' | 'tryTransition' | 'recur'>;
  readonly progress: RestoreProgress;
  readonly runs: Pick<Runs, 'inactiveSince'>;
}

/** The time whose state the table has, and the time now; RFC 3339 and milliseconds since the epoch. */
export interface Restore {
  readonly restored_to: string;
  readonly now: number;
}

/**
 * Pauses each campaign of a tenant that may have been sent to people whom the restored table does not know of: those that were
 * sending, those whose time has come since, and those of which a run has begun since. Executions outlive the table, and are named
 * by campaign and number of the run, so the next number tells. A recurring campaign moves on to its next date.
 * Safe to repeat.
 */
export async function holdCampaigns(tenant: string, restore: Restore, ports: HoldPorts): Promise<void> {
  const read = (after: StorePage<Campaign>['last']) => ports.campaigns.page(tenant, undefined, { limit: PAGE, after });
  for await (const { items } of pagesOf<StorePage<Campaign>>(read))
    await sideBySide(items, AT_ONCE, (campaign) => holdCampaign(campaign, restore, ports));
}

async function holdCampaign(campaign: Campaign, restore: Restore, ports: HoldPorts): Promise<void> {
  const { campaigns, progress } = ports;
  const { tenant_id, id, recurrence } = campaign;
  if (recurrence) await passDates({ ...campaign, recurrence }, restore, ports);
  const noted = (await progress.campaign(tenant_id, id)) ?? (await look(campaign, restore, ports));
  if (noted.doubtful) await campaigns.tryTransition('hold', { tenant_id, id }, changeAt(restore), unknownYet(restore));
}

async function look(campaign: Campaign, { restored_to, now }: Restore, { progress, runs }: HoldPorts) {
  const { tenant_id, id, status, scheduled_at, recurrence } = campaign;
  const rerun = (await runs.inactiveSince({ campaign_id: id, run: campaign.run + 1 })) !== 0;
  // By a command that named another time.
  const isHeld = status === 'paused' && campaign.updated_by === BY;
  const wasDue = status === 'scheduled' && !recurrence && Date.parse(scheduled_at ?? '') <= now;
  const noted = { campaign_id: id, doubtful: status === 'sending' || isHeld || wasDue || rerun, rerun, rebuilt: false };
  // Before the campaign is paused: afterwards its status would not tell any more.
  await progress.setCampaign(tenant_id, noted);
  return { ...noted, restored_to };
}

/** The dates since were sent, by campaigns that the table does not have. */
async function passDates(
  campaign: Campaign & Required<Pick<Campaign, 'recurrence'>>,
  restore: Restore,
  { campaigns }: HoldPorts,
): Promise<void> {
  const { status, scheduled_at = '', recurrence } = campaign;
  if (status !== 'scheduled' || Date.parse(scheduled_at) > restore.now) return;
  const [next] = occurrencesAfter(recurrence, restore.now, 1);
  if (next !== undefined) await campaigns.recur(campaign, timestamp(next), changeAt(restore));
  else await campaigns.tryTransition('finish', campaign, changeAt(restore), 'All of its dates are over.');
}

function changeAt({ now }: Restore) {
  return { now: timestamp(now), by: BY };
}

const since = ({ restored_to }: Restore) =>
  `Herald’s data was restored to its state of ${restored_to}; this campaign may have been sent to more people since.`;

function unknownYet(restore: Restore): string {
  return `${since(restore)} The provider has not told yet to whom, so do not resume: ask whoever operates Herald.`;
}

/** Says that everybody whom the provider lists is kept from a second message. */
export async function saySafe(
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  restore: Restore,
  { campaigns }: Pick<HoldPorts, 'campaigns'>,
): Promise<void> {
  const sentence =
    `${since(restore)} Whoever the provider lists is unknown here and is not sent to again. ` +
    'Compare the figures with the provider’s. Then resume for everyone else, or cancel; a replay of the scope unknown sends to those it lists, too.';
  await campaigns.tryTransition('hold', { tenant_id, id }, changeAt(restore), sentence);
}
