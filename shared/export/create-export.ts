import { requireTransition } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import { activeAmong } from '../job/active-among.ts';
import { draftJob, referenceOf, type Job, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { audienceSegments } from '../preflight/audience-page.ts';
import type { NamedCriteria } from '../segment/resolve-segments.ts';
import type { Segments } from '../segment/segment.store.ts';
import { actorName } from '../tenancy/actor.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import { requireRoom } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import { exportAudience } from './export-audience.ts';
import type { Exports } from './export.store.ts';
import { EXPORT, scopesOf, type ExportGiven, type FileExport } from './export.ts';

export interface CreateExportPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'byPhone' | 'get'>;
  readonly exports: Pick<Exports, 'add' | 'running' | 'release'>;
  readonly ids: Ids;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'addWrite' | 'getAll'>;
  readonly quotas: Pick<QuotaStore, 'get'>;
  readonly segments: Pick<Segments, 'getAll'>;
}

/**
 * Begins an export. If this dies before its job is queued, the sweeper finds the job overdue.
 * @throws HeraldError 403 without a scope that the list needs, 404 for what the filter names and is not there, 409 with too many
 *   under way
 */
export async function createExport(
  given: ExportGiven,
  caller: Caller,
  ports: CreateExportPorts,
): Promise<{ readonly created: FileExport; readonly job: Job }> {
  const { clock, exports, ids, jobQueue, jobs } = ports;
  const { tenant_id } = caller;
  const scopes = scopesOf(given);
  for (const scope of scopes) requireScope(caller, scope);
  const { filter, segments } = await checkFilter(tenant_id, given, ports);
  await requireRoomForExport(tenant_id, ports);

  const now = clock.now();
  const created_by = actorName(caller.actor);
  const id = ids.next('exp');
  const about = { tenant_id, kind: EXPORT, scope: scopes[0], created_by, cancellable: true };
  const job = draftJob({ ...about, id: ids.next('job'), input: { export_id: id } }, now);
  const made = { ...given, filter, id, tenant_id, scopes: [...scopes], created_by };
  const created = { ...made, job_id: job.id, created_at: timestamp(now) };
  await exports.add(created, segments, jobs.addWrite(job));
  await jobQueue.add(referenceOf(job), now, now);
  return { created, job };
}

/** Several requests at the same time may begin one each beyond the quota. */
async function requireRoomForExport(
  tenant_id: string,
  { exports, jobs, quotas }: Pick<CreateExportPorts, 'exports' | 'jobs' | 'quotas'>,
): Promise<void> {
  const running = await exports.running(tenant_id);
  const ids = running.map(({ job_id }) => job_id);
  const active = await activeAmong(tenant_id, ids, jobs);
  const ended = running.filter(({ job_id }) => !active.has(job_id));
  await Promise.all(ended.map(({ export_id }) => exports.release(tenant_id, export_id)));
  requireRoom('running_exports', await quotas.get(tenant_id), active.size);
}

const NO_LIST =
  'This campaign was made by an earlier version, which did not list taps by customer. Export its messages with tapped: true: each is one person.';

/** @returns the filter as it is kept, and the segments that it names */
async function checkFilter(
  tenant_id: string,
  given: ExportGiven,
  ports: CreateExportPorts,
): Promise<{ readonly filter: FileExport['filter']; readonly segments: NamedCriteria }> {
  const { campaigns, customers } = ports;
  const none: NamedCriteria = new Map();
  if (given.kind === 'messages' || given.kind === 'interactions' || given.kind === 'customers') {
    const { campaign_id } = given.filter;
    const campaign = campaign_id === undefined ? undefined : await campaigns.get(tenant_id, campaign_id);
    if (campaign_id !== undefined && !campaign) throw notFound('campaign');
    if (given.kind === 'customers' && campaign) {
      requireTransition('execute', campaign.status);
      return { filter: given.filter, segments: await audienceSegments(campaign, ports) };
    }
    if ('one_per' in given.filter && given.filter.one_per && !campaign?.taps_by_customer)
      throw conflict('campaign.earlier_version', NO_LIST);
  }
  if (given.kind === 'interactions' || given.kind === 'consents') {
    const { customer_id } = given.filter;
    if (customer_id !== undefined && !(await customers.get(tenant_id, customer_id))) throw notFound('customer');
  }
  if (given.kind !== 'customers') return { filter: given.filter, segments: none };

  const segments = await exportAudience(tenant_id, given.filter, ports);
  const { phone_number, ...filter } = given.filter;
  if (phone_number === undefined) return { filter, segments };
  // What is kept names nobody.
  const person = await customers.byPhone(tenant_id, phone_number);
  if (!person || (filter.customer_id ?? person.id) !== person.id) throw notFound('customer');
  return { filter: { ...filter, customer_id: person.id }, segments };
}
