import type { Campaign } from '../campaign/campaign.ts';
import { placeOf } from '../campaign/placement.ts';
import { timestamp } from '../platform/clock.ts';
import type { Message } from './message.ts';
import type { Personalised } from './personalise.ts';

/** What a message keeps of its campaign's experiment, from which alone it is counted. */
export type ExperimentFields = Pick<Message, 'phase' | 'arm' | 'propensity' | 'metric' | 'window_hours' | 'planned_at'>;

/**
 * @param personalised undefined of somebody of whom nothing is known any more
 * @param planned when it was planned, in milliseconds since the epoch, where some get nothing by chance
 */
export function experimentFields(
  campaign: Campaign,
  customer_id: string,
  personalised: Pick<Personalised, 'part' | 'awaits'> | undefined,
  planned: number | undefined,
): ExperimentFields {
  const { experiment, holdout, attribution_window_hours } = campaign;
  if (!experiment && !holdout) return {};
  const { part, awaits } = personalised ?? {};
  // Whoever gets nothing because nothing won is compared with nobody.
  const planned_at = awaits === 'nothing' ? undefined : planned;
  const { isHeldBack } = placeOf(campaign, customer_id);
  const window_hours = experiment?.window_hours ?? attribution_window_hours;
  return {
    ...(isHeldBack ? { phase: 'holdout' as const } : part),
    ...((isHeldBack || part || planned_at !== undefined) && { window_hours }),
    ...(!isHeldBack && part && experiment && { metric: experiment.metric }),
    ...(planned_at !== undefined && { planned_at: timestamp(planned_at) }),
  };
}
