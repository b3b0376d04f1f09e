import { campaigns, clock, customers, interactions, messages, quotas } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { countConversion } from '../../../shared/interaction/count-conversion.ts';
import { attribute } from '../../../shared/interaction/credit-conversion.ts';
import { reportConversion } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, clock, customers, interactions, messages, quotas };

export const handle: Handle<typeof reportConversion, typeof needs> = async (
  { body: { customer_id, phone_number, ...conversion }, caller: { tenant_id } },
  { clock, customers, quotas, ...ports },
) => {
  const customer = customer_id
    ? await customers.person(tenant_id, customer_id)
    : await customers.byPhone(tenant_id, phone_number ?? '');
  if (!customer) throw notFound('customer');
  await quotas.requireConversionNames(tenant_id, conversion);
  const converted_at = timestamp(conversion.converted_at ? Date.parse(conversion.converted_at) : clock.now());
  const credited = await attribute(customer, { ...conversion, converted_at }, ports);
  await countConversion(customer, converted_at, { clock, ...ports });
  return credited ? { ...showInteraction(credited), attributed: true as const } : { attributed: false as const };
};

export const handler = api(reportConversion, handle, needs);
