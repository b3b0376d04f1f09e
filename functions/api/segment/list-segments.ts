import { api } from '../../../shared/runtime/api.ts';
import { cursors, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listSegments } from '../../../shared/segment/segment.contract.ts';

const needs = { cursors, segments };

export const handle: Handle<typeof listSegments, typeof needs> = ({ query, caller }, { cursors, segments }) =>
  answerList(cursors, { caller, list: ['segments', query.name], query }, (range) =>
    segments.page(caller.tenant_id, query.name, range),
  );

export const handler = api(listSegments, handle, needs);
