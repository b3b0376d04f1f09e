import { clock, dailyCounts, senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readSender } from '../../../shared/sender/sender.contract.ts';
import { showSenderNow } from '../../../shared/sender/show-sender.ts';

const needs = { clock, dailyCounts, senders };

export const handle: Handle<typeof readSender, typeof needs> = async (
  { params, caller },
  { clock, dailyCounts, senders },
) => {
  const sender = await senders.get(caller.tenant_id, params.id);
  if (!sender) throw notFound('sender');
  return showSenderNow(sender, { clock, dailyCounts });
};

export const handler = api(readSender, handle, needs);
