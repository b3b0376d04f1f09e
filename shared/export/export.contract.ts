import * as z from 'zod';

import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import type { Fault } from '../platform/errors.ts';
import { exportFilters } from './export-filter.ts';
import { exportGiven } from './export.ts';
import { exportWire } from './export.wire.ts';

const FIELDS = new Set(['kind', 'filter', 'format', 'time_zone', 'expand']);

/** Fields that no kind has: without a kind that is known, no other rule looks at them. */
function unknownFields(body: unknown): Fault[] {
  const { kind, ...others } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && kind in exportFilters) return [];
  const unknown = Object.keys(others).filter((name) => !FIELDS.has(name));
  return unknown.map((path) => ({ path, code: 'unknown_field', message: 'This field is not known here; remove it.' }));
}

/** Each kind of export has the scope of the list that shows the same, which the function checks. */
const shared = { scope: null } as const;

export const createExport = route({
  ...shared,
  id: 'export.create',
  method: 'POST',
  path: '/v1/exports',
  entry: 'functions/api/export/create-export.ts',
  summary: 'Export a list to a file: the rows that the list with this filter shows. It needs the scope of the list',
  description: 'A job writes the file. Follow it at `GET /v1/exports/{id}`, which has the link once the file is whole.',
  request: { body: exportGiven, faults: unknownFields },
  response: exportWire,
  status: 202,
  errors: [
    'campaign.not_found',
    'customer.not_found',
    'segment.not_found',
    'campaign.earlier_version',
    'campaign.status',
    'segment.broken',
    'quota.running_exports',
    'scope.missing',
  ],
  grants: [...POST_GRANTS, 'table:BatchGetItem', 'table:Query', 'jobs:SendMessage'],
});

export const listExports = route({
  ...shared,
  id: 'export.list',
  method: 'GET',
  path: '/v1/exports',
  entry: 'functions/api/export/list-exports.ts',
  summary: 'List the exports of the last 30 days whose scopes you have, newest first; without their links',
  request: { query: listQuery },
  response: listOf(exportWire),
  errors: [],
  grants: ['table:Query', 'table:BatchGetItem'],
});

export const readExport = route({
  ...shared,
  id: 'export.read',
  method: 'GET',
  path: '/v1/exports/{id}',
  entry: 'functions/api/export/read-export.ts',
  summary: 'Read an export: how far it is, and a link to its file for an hour. It needs the scope of the list',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: exportWire,
  errors: ['export.not_found', 'scope.missing'],
  grants: ['table:GetItem', 'exports:GetObject'],
});
