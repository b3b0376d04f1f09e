import { clock, senders } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { changeSender } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof changeSender, 'clock' | 'senders'> = async (
  { params, body, caller },
  { clock, senders },
) => {
  const sender = await senders.change(caller.tenant_id, params.id, { ...body, updated_at: timestamp(clock.now()) });
  if (!sender) throw notFound('sender');
  return sender;
};

export const handler = api(changeSender, handle, { clock, senders });
