import * as z from 'zod';

import { auditLevel } from '../contract/audit-level.ts';
import type { Contract } from '../contract/route.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { HeraldError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import {
  auditActor,
  changeOf,
  changesIn,
  MAX_CHANGES,
  type AuditEntry,
  type FieldChange,
} from '../tenancy/audit-entry.ts';
import type { AuditEntries } from '../tenancy/audit.store.ts';
import type { Input } from './handle.ts';

export interface AuditPorts {
  readonly auditEntries: Pick<AuditEntries, 'add' | 'finish' | 'withdraw'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'at'>;
  readonly log: Log;
}

type Fields = Readonly<Record<string, unknown>>;

/** A request that may change something. */
export interface AuditedRequest {
  readonly contract: Contract;
  readonly input: Input<Contract>;
  readonly requestId: string;
  /** What is to be changed, as it is now; undefined when there is nothing yet, or nothing to compare. */
  before?(): Promise<object | undefined>;
}

/**
 * Runs a request with an audit entry around it. The entry is written first, so that no change is without one: if whoever runs
 * it dies, the entry stays and says that its outcome is unknown.
 * @returns what `run` returns: the answer as it is shown
 */
export async function audited<Answer>(
  request: AuditedRequest,
  { auditEntries, clock, ids, log }: AuditPorts,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { contract, input, requestId } = request;
  const level = auditLevel(contract);
  if (level === 'none') return run();

  const before = level === 'values' ? ((await request.before?.()) as Fields | undefined) : undefined;
  const now = clock.now();
  const entry: AuditEntry = {
    id: ids.at('aud', now),
    tenant_id: input.caller.tenant_id,
    at: timestamp(now),
    ...auditActor(input.caller.actor),
    action: contract.id,
    ...idsOf(contract, input, {}),
    request_id: requestId,
    outcome: 'begun',
    changes: [],
  };
  await auditEntries.add(entry);

  const answer = await run().catch(async (error: unknown) => {
    if (isRefusal(error)) await Promise.allSettled([auditEntries.withdraw(entry)]);
    throw error;
  });
  const shown = answer as Fields;
  const changes = level === 'values' ? valuesOf(contract, input, before, shown) : namesOf(input);
  const whole = { ...entry, ...idsOf(contract, input, shown), changes: changes.slice(0, MAX_CHANGES) };
  // What was asked for is done, and the entry of it stands: a caller who is told of an error would do it again.
  const [{ status }] = await Promise.allSettled([auditEntries.finish(whole)]);
  if (status === 'rejected') log('audit.unfinished', { route: contract.id, request_id: requestId });
  return answer;
}

/** Whether an error says that nothing was changed. */
function isRefusal(error: unknown): boolean {
  return error instanceof HeraldError && error.kind !== 'unavailable';
}

/** What an entry is about: what the answer is, or what the path names. */
function idsOf(
  { id: route, path }: Contract,
  { params, caller }: Input<Contract>,
  answer: Fields,
): Pick<AuditEntry, 'resource_id' | 'campaign_id' | 'job_id'> {
  const named = (params as Fields)['id'];
  const resource_id = text(answer['id']) ?? text(named) ?? (route.startsWith('tenant.') ? caller.tenant_id : undefined);
  const ofCampaign = route.startsWith('campaign.') ? resource_id : undefined;
  const campaign_id = ofCampaign ?? (path.startsWith('/v1/campaigns/{id}') ? text(named) : undefined);
  const job_id = text(answer['job_id']) ?? text(answer['x-job-id']);
  return { ...(resource_id && { resource_id }), ...(campaign_id && { campaign_id }), ...(job_id && { job_id }) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fieldsOf({ body }: Input<Contract>): string[] {
  return typeof body === 'object' && body !== null ? Object.keys(body) : [];
}

function namesOf(input: Input<Contract>): FieldChange[] {
  return fieldsOf(input).map((field) => ({ field }));
}

/** From what to what, of the fields that the request gives and the answer shows: a secret is in no answer. */
function valuesOf(
  contract: Contract,
  input: Input<Contract>,
  before: Fields | undefined,
  answer: Fields,
): FieldChange[] {
  if (answer['deleted'] === true) return changesIn([changeOf('name', before?.['name'], null)]);
  const fields = new Set([...fieldsOf(input), ...('status' in answer ? ['status'] : [])]);
  const changes = [...fields].map((field) =>
    field in answer ? changeOf(field, before && shownAs(contract, field, before[field]), answer[field]) : { field },
  );
  return changesIn(changes);
}

/** A stored value as an answer would show it: with the defaults of its schema. */
function shownAs({ response }: Contract, field: string, value: unknown): unknown {
  const schema = response instanceof z.ZodObject ? (response.shape[field] as z.ZodType | undefined) : undefined;
  return schema?.safeParse(value).data ?? value;
}
