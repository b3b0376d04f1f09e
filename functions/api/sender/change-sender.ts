import { clock, dailyCounts, senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { changeSender } from '../../../shared/sender/sender.contract.ts';
import { showSenderNow } from '../../../shared/sender/show-sender.ts';

const needs = { clock, dailyCounts, senders };

export const handle: Handle<typeof changeSender, typeof needs> = async (
  { params, body, caller },
  { clock, dailyCounts, senders },
) => {
  const sender = await senders.change(caller.tenant_id, params.id, { ...body, updated_at: timestamp(clock.now()) });
  if (!sender) throw notFound('sender');
  return showSenderNow(sender, { clock, dailyCounts });
};

export const handler = api(changeSender, handle, needs, ({ params, caller }, { senders }) =>
  senders.get(caller.tenant_id, params.id),
);
