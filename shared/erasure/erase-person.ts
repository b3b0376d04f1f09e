import * as z from 'zod';

import { isChosenAtPlanning } from '../campaign/asked.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Inbounds } from '../interaction/inbound.store.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import type { JobKind, StepResult } from '../job/job-kind.ts';
import type { Choices } from '../message/choice.store.ts';
import type { Messages } from '../message/message.store.ts';
import { idOf } from '../platform/ids.ts';
import type { Position } from '../platform/page.ts';
import type { Deliveries } from '../webhook/delivery.store.ts';
import type { WebhookEndpoints } from '../webhook/webhook-endpoint.store.ts';
import { indexDeliveries } from './index-deliveries.ts';

/** DynamoDB's limit for one batch read. */
const CAMPAIGNS_AT_ONCE = 100;

export interface ErasurePorts {
  readonly campaigns: Pick<Campaigns, 'page' | 'removedPage'>;
  readonly choices: Pick<Choices, 'forget'>;
  readonly customers: Pick<Customers, 'forget'>;
  readonly deliveries: Pick<Deliveries, 'forget' | 'indexByCustomer'>;
  /** How long (milliseconds) a function that read the customer before their erasure may still write what it read. */
  readonly erasureSettlesAfter: number;
  readonly inbounds: Pick<Inbounds, 'forget'>;
  readonly interactions: Pick<Interactions, 'forget'>;
  readonly messages: Pick<Messages, 'forget'>;
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'page' | 'change'>;
}

/** Removes one kind of a person's data, some of it at once. @returns where the next begins, if there is more */
type Part = (
  person: { readonly tenant: string; readonly id: string },
  after: Position | undefined,
  ports: ErasurePorts,
) => Promise<Position | undefined>;

/** Wherever something about a person is stored besides the customer's own row. */
const PARTS: readonly Part[] = [
  ({ tenant, id }, after, { customers }) => customers.forget(tenant, id, after),
  ({ tenant, id }, after, { inbounds }) => inbounds.forget(tenant, id, after),
  ({ tenant, id }, after, { interactions }) => interactions.forget(tenant, id, after),
  forgetMessages,
  forgetMessagesOfRemoved,
  ({ tenant }, after, ports) => indexDeliveries(tenant, after, ports),
  ({ tenant, id }, after, { deliveries }) => deliveries.forget(tenant, id, after),
];

/** The ids of one person: of the customer, and of those linked to it. */
const input = z.object({ customer_ids: z.array(idOf('cus')) });
const position = z.object({
  pass: z.union([z.literal(1), z.literal(2)]),
  part: z.number().int().min(0),
  after: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Erases what is stored of a person, but for what is counted, in two passes. Whoever writes something about a person reads
 * the customer first, and finds none after the erasure; the second pass comes when everyone who had read it before has ended.
 */
export function erasePerson(ports: ErasurePorts): JobKind {
  return {
    async step({ tenant_id: tenant, ...job }, now): Promise<StepResult> {
      const { customer_ids } = input.parse(job.input);
      const parts = customer_ids.flatMap((id) => PARTS.map((forget) => ({ id, forget })));
      const { pass, part, after } = position.parse(job.position ?? { pass: 1, part: 0 });
      const found = parts[part];
      if (!found) return { next: undefined };
      const rest = await found.forget({ tenant, id: found.id }, after, ports);
      const done = { steps: 1 };
      if (rest) return { done, next: { pass, part, after: rest } };
      if (part + 1 < parts.length) return { done, next: { pass, part: part + 1 } };
      if (pass === 2) return { done, next: undefined };
      return { done, next: { pass: 2, part: 0 }, not_before: now + ports.erasureSettlesAfter };
    },
  };
}

async function forgetMessages(
  { tenant, id }: { readonly tenant: string; readonly id: string },
  after: Position | undefined,
  { campaigns, choices, messages }: ErasurePorts,
): Promise<Position | undefined> {
  const page = await campaigns.page(tenant, undefined, { limit: CAMPAIGNS_AT_ONCE, after });
  const begun = page.items.filter(({ run }) => run > 0);
  await messages.forget(
    tenant,
    begun.map((campaign) => campaign.id),
    id,
  );
  const choosing = begun.filter(isChosenAtPlanning);
  await choices.forget(
    tenant,
    choosing.map((campaign) => campaign.id),
    id,
  );
  return page.last;
}

async function forgetMessagesOfRemoved(
  { tenant, id }: { readonly tenant: string; readonly id: string },
  after: Position | undefined,
  { campaigns, choices, messages }: ErasurePorts,
): Promise<Position | undefined> {
  const page = await campaigns.removedPage(tenant, { limit: CAMPAIGNS_AT_ONCE, after });
  await messages.forget(tenant, page.items, id);
  await choices.forget(tenant, page.items, id);
  return page.last;
}
