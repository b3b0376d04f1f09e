import * as z from 'zod';

import { scope, type Scope } from '../contract/scope.ts';
import { timezone } from '../customer/customer-fields.ts';
import { idOf } from '../platform/ids.ts';
import { exportFilters, type ExportKind } from './export-filter.ts';

/** The name of this work in the registry of job kinds. */
export const EXPORT = 'export';

const { messages, interactions, customers, consents, audit } = exportFilters;
const how = {
  format: z
    .enum(['csv', 'jsonl'])
    .default('csv')
    .describe('`csv`: for spreadsheets. `jsonl`: a JSON object on each line, its values as they are.'),
  time_zone: timezone.default('UTC').meta({
    description: 'IANA: by which clock times are written, each with its offset.',
    examples: ['Europe/Berlin'],
  }),
};
const expand = z
  .literal('customer')
  .optional()
  .describe('`customer` adds number, name and language; it needs the scope `customers:read`.');

/** What a request asks for. */
export const exportGiven = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('messages'), filter: messages, expand, ...how }),
    z.strictObject({ kind: z.literal('interactions'), filter: interactions, expand, ...how }),
    z.strictObject({ kind: z.literal('customers'), filter: customers.prefault({}), ...how }),
    z.strictObject({ kind: z.literal('consents'), filter: consents.prefault({}), ...how }),
    z.strictObject({ kind: z.literal('audit'), filter: audit.prefault({}), ...how }),
  ])
  .meta({ id: 'ExportDraft', examples: [{ kind: 'customers', filter: { tag: 'regular' } }] });
export type ExportGiven = z.infer<typeof exportGiven>;

/** What the lists of each kind need. */
const SCOPE_OF: Readonly<Record<ExportKind, Scope>> = {
  messages: 'campaigns:read',
  interactions: 'campaigns:read',
  customers: 'customers:read',
  consents: 'customers:read',
  audit: 'audit:read',
};

/** What a caller needs to begin an export, to see it and to have its file: the first is that of its job. */
export function scopesOf(given: ExportGiven): readonly [Scope, ...Scope[]] {
  const isExpanded = 'expand' in given && given.expand !== undefined;
  const isOfCampaign = given.kind === 'customers' && given.filter.campaign_id !== undefined;
  return [
    SCOPE_OF[given.kind],
    ...(isExpanded ? (['customers:read'] as const) : []),
    ...(isOfCampaign ? (['campaigns:read'] as const) : []),
  ];
}

/** An export: what was asked for, and what became of it. Whether it is at it, its job knows. */
export const fileExport = z.object({
  id: idOf('exp'),
  tenant_id: idOf('ten'),
  kind: z.enum(Object.keys(exportFilters) as [ExportKind, ...ExportKind[]]),
  filter: z.record(z.string(), z.unknown()),
  expand,
  format: how.format.unwrap(),
  time_zone: z.string(),
  scopes: z.array(scope),
  job_id: idOf('job'),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  /** Of the file, in bytes. */
  size: z.number().int().optional(),
  /** When the file was whole, or could not become so any more. */
  ended_at: z.iso.datetime().optional(),
  /** Why there is no file. */
  problem: z.enum(['campaign.not_found', 'campaign.changed', 'export.too_large']).optional(),
});
export type FileExport = z.infer<typeof fileExport>;

/** How long a file is there, in milliseconds from the beginning of its export: as the bucket's rule has it. */
const FILE_KEPT_FOR = 7 * 86_400_000;

/** When an export's file is removed, in milliseconds since the epoch. */
export function fileEnds({ created_at }: Pick<FileExport, 'created_at'>): number {
  return Date.parse(created_at) + FILE_KEPT_FOR;
}

/** Where an export's files are. */
export const exportFiles = ({ tenant_id, id, format }: Pick<FileExport, 'tenant_id' | 'id' | 'format'>) => ({
  file: `exports/${tenant_id}/${id}/${id}.${format}`,
  name: `${id}.${format}`,
  type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
  /** What a step leaves to the next one: two places, so that a step can be repeated. */
  rest: (step: number) => `exports/${tenant_id}/${id}/rest-${step % 2}`,
});
