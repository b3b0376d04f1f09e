import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery, nameFilter } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { segmentChange, segmentDraft, segmentWire } from './segment.ts';

const params = z.object({ id: z.string().max(100) });

export const createSegment = route({
  id: 'segment.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/segments',
  entry: 'functions/api/segment/create-segment.ts',
  scope: 'conversations:view',
  summary: 'Save criteria as a segment, which campaigns and other segments can name',
  request: { body: segmentDraft },
  response: segmentWire,
  errors: ['quota.segments', 'segment.name_taken'],
  grants: [...POST_GRANTS, 'table:BatchGetItem'],
});

export const listSegments = route({
  id: 'segment.list',
  method: 'GET',
  path: '/v1/segments',
  entry: 'functions/api/segment/list-segments.ts',
  scope: 'campaigns:read',
  summary: 'List segments, newest first. By name, a page may be short though another follows',
  request: { query: listQuery.extend({ name: nameFilter }) },
  response: listOf(segmentWire),
  errors: [],
  grants: ['table:Query'],
});

export const readSegment = route({
  id: 'segment.read',
  method: 'GET',
  path: '/v1/segments/{id}',
  entry: 'functions/api/segment/read-segment.ts',
  scope: 'campaigns:read',
  summary: 'Read a segment, and how many customers are in it now',
  request: { params },
  response: segmentWire,
  errors: ['segment.not_found', 'segment.broken'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:Query'],
  timeout: 29,
  memory: 1024,
});

export const changeSegment = route({
  id: 'segment.change',
  audit: 'values',
  method: 'PATCH',
  path: '/v1/segments/{id}',
  entry: 'functions/api/segment/change-segment.ts',
  scope: 'conversations:view',
  summary:
    'Change a segment; campaigns that have begun keep it as it was. Criteria that a scheduled campaign goes by need the scope campaigns:send as well',
  request: { params, body: segmentChange },
  response: segmentWire,
  errors: ['segment.not_found', 'segment.name_taken'],
  grants: [
    ...['table:GetItem', 'table:BatchGetItem', 'table:Query', 'index:Query'],
    ...['table:PutItem', 'table:UpdateItem', 'table:DeleteItem'],
  ] as const,
});

export const deleteSegment = route({
  id: 'segment.delete',
  audit: 'values',
  method: 'DELETE',
  path: '/v1/segments/{id}',
  entry: 'functions/api/segment/delete-segment.ts',
  scope: 'conversations:view',
  summary: 'Delete a segment that no other segment and no scheduled campaign names',
  request: { params },
  response: deleted,
  errors: ['segment.not_found', 'segment.in_use'],
  grants: ['table:GetItem', 'table:Query', 'index:Query', 'table:UpdateItem', 'table:DeleteItem'],
});
