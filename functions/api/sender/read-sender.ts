import { senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readSender } from '../../../shared/sender/sender.contract.ts';

const needs = { senders };

export const handle: Handle<typeof readSender, typeof needs> = async ({ params, caller }, { senders }) => {
  const sender = await senders.get(caller.tenant_id, params.id);
  if (!sender) throw notFound('sender');
  return sender;
};

export const handler = api(readSender, handle, needs);
