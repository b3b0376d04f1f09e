import { cursors, senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listSenders } from '../../../shared/sender/sender.contract.ts';

const needs = { cursors, senders };

export const handle: Handle<typeof listSenders, typeof needs> = ({ query, caller }, { cursors, senders }) =>
  answerList(cursors, { caller, list: ['senders'], query }, (range) => senders.page(caller.tenant_id, range));

export const handler = api(listSenders, handle, needs);
