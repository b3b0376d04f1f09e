import { matches, type Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';

/** The audience consists of those who were customers when the campaign started, each person once. */
export function isRecipient(campaign: Campaign, customer: Customer, facts: Facts): boolean {
  return (
    !customer.same_as &&
    customer.created_at <= (campaign.started_at ?? '') &&
    matches(campaign.target_criteria, customer, facts)
  );
}
