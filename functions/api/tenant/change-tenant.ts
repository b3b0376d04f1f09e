import {
  approvalBound,
  clock,
  credentialRotation,
  credentials,
  priceLists,
  quotas,
  senders,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { requireWithinBound } from '../../../shared/tenancy/approval-bound.ts';
import { changeCredentials } from '../../../shared/tenancy/change-credentials.ts';
import { requireSpendable } from '../../../shared/tenancy/require-spendable.ts';
import { changeTenant } from '../../../shared/tenancy/tenant.contract.ts';

const needs = { approvalBound, clock, credentialRotation, credentials, priceLists, quotas, senders, tenants };

export const handle: Handle<typeof changeTenant, typeof needs> = async (
  { body: { twilio, twilio_former_token, ...fields }, caller },
  { approvalBound, clock, credentialRotation, credentials, priceLists, quotas, senders, tenants },
) => {
  requireWithinBound(fields.approval_above, approvalBound);
  if (fields.default_sender_id && !(await senders.get(caller.tenant_id, fields.default_sender_id)))
    throw notFound('sender');
  await requireSpendable(caller.tenant_id, fields, { priceLists, tenants });
  const change = { twilio, twilio_former_token };
  await changeCredentials(caller.tenant_id, change, { clock, credentials, credentialRotation });
  const tenant = await tenants.change(caller.tenant_id, { ...fields, updated_at: timestamp(clock.now()) });
  if (!tenant) throw notFound('tenant');
  return { ...tenant, quotas: await quotas.get(tenant.id) };
};

export const handler = api(changeTenant, handle, needs, ({ caller }, { tenants }) => tenants.get(caller.tenant_id));
