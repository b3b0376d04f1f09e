import { clock, cursors, dailyCounts, senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listSenders } from '../../../shared/sender/sender.contract.ts';
import { showSenders } from '../../../shared/sender/show-sender.ts';

const needs = { clock, cursors, dailyCounts, senders };

export const handle: Handle<typeof listSenders, typeof needs> = (
  { query, caller },
  { clock, cursors, dailyCounts, senders },
) =>
  answerList(cursors, { caller, list: ['senders'], query }, async (range) => {
    const { items, last } = await senders.page(caller.tenant_id, range);
    return { items: await showSenders(items, { clock, dailyCounts }), last };
  });

export const handler = api(listSenders, handle, needs);
