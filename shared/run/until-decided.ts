import type { Campaign } from '../campaign/campaign.ts';
import { decidesAt } from '../campaign/cohort.ts';
import { deferred, type Deferred } from './park-deferred.ts';

/** Those who wait for an experiment's decision. */
export function untilDecided(
  campaign: Campaign,
  recipients: readonly { readonly customer: { readonly id: string } }[],
): Deferred[] {
  const { experiment, started_at = '' } = campaign;
  if (!experiment) return [];
  const until = decidesAt(experiment, started_at);
  return recipients.map(({ customer: { id } }) => deferred(campaign, id, until));
}
