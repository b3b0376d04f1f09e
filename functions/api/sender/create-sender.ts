import { clock, ids, quotas, senders, tenants } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { requireRoom } from '../../../shared/tenancy/quota.ts';
import { createSender } from '../../../shared/sender/sender.contract.ts';
import { showSender } from '../../../shared/sender/show-sender.ts';

const needs = { clock, ids, quotas, senders, tenants };

export const handle: Handle<typeof createSender, typeof needs> = async (
  { body, caller: { tenant_id } },
  { clock, ids, quotas, senders, tenants },
) => {
  const allowed = await quotas.get(tenant_id);
  requireRoom('senders', allowed, await senders.count(tenant_id, allowed.senders));
  const ms = clock.now();
  const now = timestamp(ms);
  const sender = {
    ...body,
    name: body.name ?? body.phone_number,
    daily_limit: body.daily_limit ?? undefined,
    id: ids.next('snd'),
    tenant_id,
    created_at: now,
    updated_at: now,
  };
  await senders.add(sender);
  await tenants.setFirstSender(tenant_id, sender.id);
  return showSender(sender, 0, ms);
};

export const handler = api(createSender, handle, needs);
