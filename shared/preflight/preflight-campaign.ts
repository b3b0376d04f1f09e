import type { Campaign } from '../campaign/campaign.ts';
import { requireTransition } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { contentOfKey } from '../campaign/contents.ts';
import { nextDates, templatesOf } from '../campaign/show-campaign.ts';
import { timestamp } from '../platform/clock.ts';
import type { Fault } from '../platform/errors.ts';
import type { Providers } from '../provider/provider.ts';
import type { Picker } from '../run/picker.ts';
import type { BestHours } from '../run/send-times.ts';
import type { UnreachableAddress } from '../run/require-address.ts';
import { countsAgainstDailyLimit, limitOfCampaign } from '../run/reserve-for-lane.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { dailyLimitOf, type ReachedLimit } from '../sender/provider-limit.ts';
import { LEAD, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { stopOf, type StopPorts } from '../tenancy/sending-stop.ts';
import type { Spends } from '../tenancy/spend.store.ts';
import { spendingOf } from '../tenancy/spending.ts';
import { totalOf, type AudienceCounts, type Terms } from './audience-counts.ts';
import { approvalFault } from './approval-fault.ts';
import { blocksOf } from './blocks.ts';
import {
  countAudience,
  reachOf,
  reachRange,
  type CountedAudience,
  type CountLimits,
  type CountPorts,
} from './count-audience.ts';
import { termsOf } from './count-campaign.ts';
import { campaignsBefore, toldOf, withoutSlot, type Before, type BeforePorts } from './campaigns-before.ts';
import { estimateCost } from './estimate-cost.ts';
import { findDetectable, type DetectablePorts } from './find-detectable.ts';
import { forecast, type Queue } from './forecast.ts';
import { notesOf } from './notes.ts';
import type { Preflight } from './preflight.ts';
import { spendOutlook, unaffordable, type SpendOutlook } from './spend-outlook.ts';

export interface PreflightPorts extends CountPorts, BeforePorts, DetectablePorts, StopPorts {
  readonly bestHours: Pick<BestHours, 'provedModel'>;
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly rollups: BeforePorts['rollups'] & DetectablePorts['rollups'];
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly dailyCounts: Pick<DailyCounts, 'counted'>;
  readonly picker: Pick<Picker, 'isProved' | 'armsFor'>;
  readonly priceLists: Providers<'prices'>;
  readonly senders: Pick<Senders, 'get' | 'nextSlotAt'>;
  readonly spends: Pick<Spends, 'spent'>;
  readonly unreachableAddress: UnreachableAddress;
}

/**
 * What a campaign would do if it began now, or at its time: counted by the rules that plan and send it. Changes nothing.
 * @param faults of its fields: what keeps a draft from being saved, and what would be refused at a template's review
 * @throws HeraldError 409 for a campaign that has begun
 */
export async function preflightCampaign(
  campaign: Campaign,
  faults: readonly Fault[],
  ports: PreflightPorts,
  limits?: CountLimits,
): Promise<Omit<Preflight, 'campaign_id'>> {
  requireTransition('execute', campaign.status);
  const { tenant_id, sender_id } = campaign;
  const now = ports.clock.now();
  const [tenant, sender, credentials] = await Promise.all([
    ports.tenants.get(tenant_id),
    ports.senders.get(tenant_id, sender_id),
    ports.credentials.get(tenant_id),
  ]);
  const stopped = await stopOf(tenant, ports);
  const picking = campaign.experiment?.pick && (await ports.picker.isProved(campaign));
  const isTimed = campaign.send_time && (await ports.bestHours.provedModel(tenant_id)) !== undefined;
  const terms = termsOf({ ...campaign, picking, timing: isTimed }, tenant, now);
  const before = await campaignsBefore(campaign, terms.starts_at, ports);
  const underway = before.flatMap((one) => one.underway ?? []);
  const counted = await countAudience({ ...terms, underway }, ports, limits);
  const { counts, sample } = counted;
  const reach = reachOf(counts);
  const prices = ports.priceLists(sender?.provider).prices();
  const cost = estimateCost(counts.prices, prices, tenant?.message_prices);
  const spending = spendingOf(tenant, prices);
  const outlook =
    spending &&
    spendOutlook(terms.campaign, counts.prices, spending, await ports.spends.spent(spending, terms.starts_at));
  const dailyLimit = sender && countsAgainstDailyLimit(terms.campaign, sender) ? dailyLimitOf(sender) : undefined;
  const limit = sender && limitOfCampaign(terms.campaign, sender, terms.starts_at);
  const [timing, experiment] = await Promise.all([
    timingOf(terms, counts, { sender, dailyLimit, limit, outlook, before }, ports),
    findDetectable(terms.campaign, counts, ports),
  ]);
  return {
    counted_at: timestamp(now),
    audience: totalOf(counts.audience),
    sample: sample ? { ...sample, reach: reachRange(reach, sample.share) } : null,
    reach: { total: reach, by_content: byContent(campaign, counts) },
    left_out: { total: totalOf(counts.left_out), by_reason: Object.fromEntries(counts.left_out) },
    waits: {
      sending_hours: counts.waits.get('sending_hours') ?? 0,
      frequency_cap: counts.waits.get('frequency_cap') ?? 0,
      send_time: counts.waits.get('send_time') ?? 0,
    },
    cost: { ...cost, lines: [...cost.lines] },
    timing,
    experiment,
    templates: templatesOf(campaign),
    next_dates: nextDates(campaign),
    blocks: blocksOf(campaign, {
      ...{ sender, credentials, stopped, unreachableAddress: ports.unreachableAddress },
      faults: [...faults, ...audienceFaults(counted)],
      unapproved: approvalFault(campaign, tenant, counted),
      unaffordable: outlook && unaffordable(outlook),
    }),
    warnings: notesOf(terms.campaign, { counted, cost, timing, experiment, dailyLimit, limit, outlook }),
  };
}

function audienceFaults({ fault }: CountedAudience): Fault[] {
  return fault ? [{ path: 'target_criteria', code: fault.code, message: `names ${fault.message}` }] : [];
}

function byContent(campaign: Campaign, { contents }: AudienceCounts) {
  const all = [...contents].map(([content_key, people]) => {
    const { language } = contentOfKey(campaign, content_key).content;
    return { content_key, language, people };
  });
  return all.toSorted((a, b) => b.people - a.people);
}

/** What a campaign is sent by, and what limits it. */
interface Limits {
  readonly sender: Sender | undefined;
  readonly dailyLimit: number | undefined;
  readonly limit: ReachedLimit | undefined;
  readonly outlook: SpendOutlook | undefined;
  /** What its sender sends before. */
  readonly before: readonly Before[];
}

async function timingOf(
  { campaign, starts_at, hours }: Terms,
  { queues, ahead }: AudienceCounts,
  { sender, dailyLimit, limit, outlook, before }: Limits,
  ports: PreflightPorts,
): Promise<Preflight['timing']> {
  if (!sender) return { starts_at: timestamp(starts_at), ends_at: null, rate: 0, after: [] };
  const [slot, counted] = await Promise.all([
    ports.senders.nextSlotAt(campaign.tenant_id, sender.id),
    ports.dailyCounts.counted(sender, starts_at),
  ]);
  const waiting = [...queues].map(([key, people]): Queue => {
    const [zone = '', from] = key.split(' ');
    return { zone, from: Number(from), people };
  });
  const begins = Math.max(starts_at + LEAD, slot, limit?.until ?? 0);
  const reserved = (Math.max(0, slot - ports.clock.now()) / 1_000) * sender.rate;
  const others = withoutSlot(before, ahead, reserved);
  const pace = {
    starts_at: begins,
    rate: sender.rate,
    hours,
    daily_limit: dailyLimit,
    counted,
    budget: outlook,
    others,
  };
  const found = forecast(waiting, pace);
  const ends_at = found.ends_at === undefined ? null : timestamp(found.ends_at);
  return { starts_at: timestamp(found.starts_at), ends_at, rate: sender.rate, after: toldOf(before, ahead) };
}
