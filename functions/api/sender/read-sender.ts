import { senders } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readSender } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof readSender, 'senders'> = async ({ params, caller }, { senders }) => {
  const sender = await senders.get(caller.tenant_id, params.id);
  if (!sender) throw notFound('sender');
  return sender;
};

export const handler = api(readSender, handle, { senders });
