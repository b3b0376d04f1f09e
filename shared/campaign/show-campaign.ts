import { timestamp, type Clock } from '../platform/clock.ts';
import type { Campaign } from './campaign.ts';
import { campaignWire, type ShownTemplate } from './campaign.wire.ts';
import { contentsOf, isTemplated } from './contents.ts';
import { occurrencesAfter } from './occurrences.ts';
import { progressOf, type Progress } from './progress.ts';
import type { Fallbacks } from './recommend.ts';
import { warningsOf, type Warning } from './warnings.ts';

/** The counts that later rooms provide: planned recipients and their outcomes. */
export interface ProgressPorts {
  readonly clock: Clock;
  readonly lanes: {
    /** `planned_us`: how many of them are skipped for US numbers; `fallbacks`: how many, by reason, a webhook recommended nothing. */
    plannedTotals(
      tenant: string,
      campaign: string,
    ): Promise<{ planned: number; planned_us: number; fallbacks?: Fallbacks }>;
  };
  readonly rollups: { settledInAll(tenant: string, campaign: string): Promise<number> };
}

/** What a campaign is shown with beyond its own fields. */
interface Shown {
  readonly templates: ShownTemplate[];
  readonly progress: Progress | null;
  readonly warnings: Warning[];
  readonly next_dates: string[];
}

/** The template of each content that goes as one. Callers know its id by the first provider's name. */
export function templatesOf(campaign: Campaign): ShownTemplate[] {
  const templated = contentsOf(campaign).filter(({ content }) => isTemplated(campaign, content));
  return templated.map(({ key, content }) => {
    const { template_id = null, state = 'unprepared', reason = null } = campaign.content_templates?.[key] ?? {};
    const { language } = content;
    return { content_key: key, language, content_sid: template_id, status: state, rejection_reason: reason };
  });
}

const SHOWN_DATES = 5;

/** Of a campaign that recurs and was not stopped: the date that it waits for, and those after. */
export function nextDates({ recurrence, scheduled_at, status }: Campaign): string[] {
  if (!recurrence || !scheduled_at || status !== 'scheduled') return [];
  const others = occurrencesAfter(recurrence, Date.parse(scheduled_at), SHOWN_DATES - 1);
  return [scheduled_at, ...others.map(timestamp)];
}

/** The same of a campaign that has not begun. */
export function showDraft(campaign: Campaign): Campaign & Shown {
  const warnings = warningsOf(campaign, 0);
  return { ...campaign, templates: templatesOf(campaign), progress: null, warnings, next_dates: nextDates(campaign) };
}

/** The same as it is answered, by which an ETag names it. */
export function answeredDraft(campaign: Campaign) {
  return campaignWire.parse(showDraft(campaign));
}

/** A campaign with its progress and warnings. */
export async function showCampaign(
  campaign: Campaign,
  { clock, lanes, rollups }: ProgressPorts,
): Promise<Campaign & Shown> {
  if (!campaign.started_at) return showDraft(campaign);
  const [{ planned, planned_us, fallbacks }, settled] = await Promise.all([
    lanes.plannedTotals(campaign.tenant_id, campaign.id),
    rollups.settledInAll(campaign.tenant_id, campaign.id),
  ]);
  const progress = progressOf(campaign, { planned, settled }, clock.now());
  // A campaign that is being replayed has not ended, although it once did.
  const completed_at = campaign.status === 'sending' ? undefined : campaign.completed_at;
  const warnings = warningsOf(campaign, planned_us, fallbacks);
  return { ...campaign, completed_at, templates: templatesOf(campaign), progress, warnings, next_dates: [] };
}
