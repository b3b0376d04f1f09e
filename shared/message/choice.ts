import * as z from 'zod';

import { isChosenAtPlanning } from '../campaign/asked.ts';
import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { choiceOf, CHOICES } from '../campaign/contents.ts';
import type { Customer } from '../customer/customer.ts';

/** What was chosen of somebody when they were planned, and what decided it. */
export const chosen = z.object({ content_key: z.string(), why: z.enum(CHOICES) });
export type Chosen = z.infer<typeof chosen>;

/** A customer as planning and sending take them. */
export type Planned = Customer & { readonly chosen?: Chosen | undefined };

/** A customer who was chosen this for. */
export function asChosen(customer: Customer, chosen: Chosen | undefined): Planned {
  return { ...customer, chosen };
}

/** A customer with what the campaign's rules choose for them now, where it chooses at planning. */
export function withChoice(campaign: Campaign, customer: Customer, facts: Facts): Planned {
  if (!isChosenAtPlanning(campaign)) return customer;
  const { content, why } = choiceOf(campaign, customer, facts);
  return asChosen(customer, { content_key: content.key, why });
}
