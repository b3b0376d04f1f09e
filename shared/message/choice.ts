import * as z from 'zod';

import { FALLBACK_REASONS, type FallbackReason } from '../campaign/recommend.ts';
import { isChosenAtPlanning } from '../campaign/asked.ts';
import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { choiceOf, CHOICES } from '../campaign/contents.ts';
import { storableFaults } from '../platform/storable.ts';
import { MAX_ATTRIBUTE_TEXT } from '../customer/customer-fields.ts';
import type { Customer } from '../customer/customer.ts';

/** How long all values of one person may be, in bytes of JSON: they are kept in a row, and again in the message. */
const MAX_VALUES = 2_000;

/** What a webhook says of one person: attributes that they have in this campaign. */
export const recommendedValues = z
  .record(z.string().regex(/^[^{}|.]{1,64}$/), z.union([z.string().max(MAX_ATTRIBUTE_TEXT), z.number(), z.boolean()]))
  .refine((given) => storableFaults(given).length === 0, 'has what cannot be stored')
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= MAX_VALUES, `has more than ${MAX_VALUES} bytes`);

/** What was chosen of somebody when they were planned, and what decided it. */
export const chosen = z.object({
  content_key: z.string(),
  why: z.enum(CHOICES),
  values: recommendedValues.optional(),
  /** Why the webhook that was asked decided nothing. */
  fallback: z.enum(FALLBACK_REASONS).optional(),
});
export type Chosen = z.infer<typeof chosen>;

/** A customer as planning and sending take them. */
export type Planned = Customer & {
  readonly chosen?: Chosen | undefined;
  /** The arm that was picked for them, where arms are. */
  readonly picked?: string | undefined;
};

/** A customer who was chosen this for: what was recommended counts before their own attributes. */
export function asChosen(customer: Customer, chosen: Chosen | undefined): Planned {
  return { ...customer, chosen, attributes: { ...customer.attributes, ...chosen?.values } };
}

/** A customer with what the campaign's criteria and languages choose for them now. */
export function asRuled(campaign: Campaign, customer: Customer, facts: Facts): Planned {
  const { content, why } = choiceOf(campaign, customer, facts);
  return asChosen(customer, { content_key: content.key, why });
}

/** Somebody for whom a webhook recommends nothing. @param reason of whom it was asked for */
export function withFallback(campaign: Campaign, { chosen, ...customer }: Planned, reason?: FallbackReason): Planned {
  const { fallback } = campaign.recommend ?? {};
  const choice = fallback === undefined ? chosen : { content_key: fallback, why: 'fallback' as const };
  return asChosen(customer, choice && { ...choice, ...(reason && { fallback: reason }) });
}

/** A customer with what they would get if they were planned now and no webhook recommended anything. */
export function withChoice(campaign: Campaign, customer: Customer, facts: Facts): Planned {
  return isChosenAtPlanning(campaign) ? withFallback(campaign, asRuled(campaign, customer, facts)) : customer;
}
