import { campaigns, clock, customers, interactions, messages, quotas } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { countConversion } from '../../../shared/interaction/count-conversion.ts';
import { convert } from '../../../shared/interaction/credit-conversion.ts';
import { convertInteraction } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const needs = { campaigns, clock, customers, interactions, messages, quotas };

export const handle: Handle<typeof convertInteraction, typeof needs> = async (
  { params, body, caller },
  { campaigns, clock, customers, quotas, ...ports },
) => {
  await quotas.requireConversionNames(caller.tenant_id, body);
  const reference = { tenant_id: caller.tenant_id, campaign_id: params.id, id: params.interaction_id };
  const converted_at = timestamp(body.converted_at ? Date.parse(body.converted_at) : clock.now());
  const converted = await convert(reference, { ...body, converted_at }, ports);
  const person = await customers.person(caller.tenant_id, converted.customer_id);
  if (person) await countConversion(person, converted_at, { campaigns, clock, ...ports });
  return showInteraction(converted);
};

export const handler = api(convertInteraction, handle, needs);
