import type { Schemas } from '../../client/src/client.ts';
import { isTracked, observedBy } from '../../shared/content/observed-by.ts';
import { counted } from './format.ts';

type Campaign = Schemas['Campaign'];
type Report = Schemas['Report'];

type Outcomes = Pick<Report['totals'], 'accepted' | 'failed' | 'skipped' | 'unknown'>;

/** How many people have an outcome, whichever it is. */
export const settledOf = ({ accepted, failed, skipped, unknown }: Outcomes): number =>
  accepted + failed + skipped + unknown;

/**
 * The campaign with its progress by the report, where there is one: two answers of different age would contradict each other.
 * Who waits for their turn is in no report: how many that are, the campaign alone knows.
 */
export function byReport(campaign: Campaign, report: Pick<Report, 'totals'> | undefined): Campaign {
  const { progress } = campaign;
  if (!progress || !report) return campaign;
  const { totals } = report;
  return {
    ...campaign,
    progress: { ...progress, planned: Math.max(progress.planned, totals.recipients), settled: settledOf(totals) },
  };
}

/** Whether a campaign is over and was sent to somebody, also one that was stopped; without totals one that had begun counts. */
export function hasResults({
  status,
  started_at,
  totals,
}: Pick<Campaign, 'status' | 'started_at' | 'totals'>): boolean {
  return status === 'completed' || (status === 'cancelled' && started_at !== null && totals?.accepted !== 0);
}

/**
 * What there is to say of a campaign that was stopped for good. Whom Herald had not looked up yet, nobody has counted.
 * @param waiting how many have no outcome yet: they are counted out after the cancellation
 */
export function cancelledWords({ skipped }: Pick<Report, 'skipped'>, waiting: number): string {
  if (waiting > 0) return 'Cancelled. Those who waited are still being counted.';
  const waited = skipped['cancelled'];
  return `Cancelled${waited ? ` while ${counted(waited, 'person was', 'people were')} waiting` : ''}: nobody else gets it.`;
}

/** Whether a report can tell of taps: it has a button of which Herald hears. Without, not even zero is known. */
export const tellsTaps = ({ button_analytics: taps }: Pick<Report, 'button_analytics'>): boolean =>
  !!taps?.buttons.some(({ observed_by, clicks }) => isTracked(observed_by, clicks));

/** Whether taps on one of these buttons would be known. @param taps how many are */
const areTapsKnown = (buttons: Campaign['buttons'] | undefined, taps = 0): boolean =>
  !!buttons?.some((button) => isTracked(observedBy(button), taps));

/** The same of a campaign. */
export const canTap = ({ buttons, contents, totals }: Campaign): boolean =>
  [{ buttons }, ...contents].some((content) => areTapsKnown(content.buttons, totals?.clicked));

/** Why nothing can be said of the taps on one text of a campaign; undefined where something can. */
export function whyNoTaps(
  campaign: Pick<Campaign, 'buttons' | 'contents'>,
  { content_key, clicked }: Pick<Report['by_content'][number], 'content_key' | 'clicked'>,
): string | undefined {
  const buttons = campaign.contents.find(({ key }) => key === content_key)?.buttons ?? campaign.buttons;
  if (areTapsKnown(buttons, clicked)) return undefined;
  return buttons.length > 0 ? 'not known' : 'no buttons';
}

/** How many people tapped; undefined where that cannot be known. */
export const tappedOf = (campaign: Campaign): number | undefined =>
  canTap(campaign) ? campaign.totals?.clicked : undefined;
