import { armsOf } from '../campaign/arms.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { hoursToClose } from '../campaign/cohort.ts';
import { halfOf } from '../campaign/placement.ts';
import { openingsOf } from '../campaign/openings.ts';
import type { TracedMessage } from '../message/message.ts';
import type { Past } from './past.ts';
import { pickCellOf, profileOf } from './pick-cell.ts';
import { count, type Tally } from './tally.ts';
import type { PickTest } from './training.ts';

const HOUR = 3_600_000;

/**
 * What a campaign that has ended tells of which arm to give to whom; undefined of one that tells nothing: it has no experiment, its
 * arms begin alike, its people were not where chance puts them, or some of them still have time.
 */
export function pickTestOf(campaign: Campaign, now: number): PickTest | undefined {
  const { experiment, completed_at, decision } = campaign;
  const arms = armsOf(campaign);
  const openings = openingsOf(arms.map(({ contents }) => contents));
  if (!experiment || arms.length === 0 || !openings || completed_at === undefined) return undefined;
  if (experiment.metric === 'read' || decision?.by === 'sample_ratio') return undefined;
  if (Date.parse(completed_at) + hoursToClose(experiment) * HOUR > now) return undefined;
  return {
    ...{ campaign_id: campaign.id, metric: experiment.metric, window_hours: experiment.window_hours },
    arms: Object.fromEntries(
      arms.flatMap(({ variant, share }, n) => {
        const kind = openings[n];
        return kind ? [[variant, { kind, propensity: share }]] : [];
      }),
    ),
  };
}

/** Counts somebody of a test: what they were before, which arm chance gave them, and whether they did what is counted. */
export function countPick(
  tally: Tally,
  test: PickTest,
  message: TracedMessage,
  { past, slot }: { readonly past: Past; readonly slot: number },
): void {
  const { phase, arm, tried_at } = message;
  const got = phase === 'test' && arm !== undefined ? test.arms[arm] : undefined;
  if (!got || tried_at === undefined) return;
  const at = test.metric === 'replied' ? message.replied_at : message.did_at;
  const after = at === undefined ? -1 : Date.parse(at) - Date.parse(tried_at);
  const half = halfOf(test.campaign_id, message.customer_id);
  const cell = pickCellOf({ profile: profileOf(past, slot), kind: got.kind, half });
  count(tally, cell, after >= 0 && after <= test.window_hours * HOUR);
}
