import * as z from 'zod';

import { campaign } from '../campaign/campaign.ts';
import type { CampaignStatus } from '../campaign/campaign-status.ts';
import { job } from '../job/job.ts';
import type { ChangeRecord } from '../platform/change-record.ts';
import { idOfTextAt } from '../platform/packed-ids.ts';
import { isByItself } from '../tenancy/actor.ts';
import { changeOf, changesIn, type AuditEntry } from '../tenancy/audit-entry.ts';
import type { AuditEntries } from '../tenancy/audit.store.ts';
import { endpointState } from './alert-rules.ts';

type Draft = Pick<
  AuditEntry,
  'tenant_id' | 'at' | 'actor' | 'action' | 'resource_id' | 'campaign_id' | 'job_id' | 'changes'
>;

const READERS: Readonly<Record<string, (record: ChangeRecord) => Draft | undefined>> = {
  CAMPAIGN: readCampaign,
  ENDPOINT: readEndpoint,
  JOB: readJob,
};

/**
 * Adds the audit entries of what schedules, jobs and Herald itself do. They follow from the table's changes, so none is lost;
 * a change that is delivered twice makes the same entry.
 */
export async function auditChanges(
  records: readonly ChangeRecord[],
  { auditEntries }: { readonly auditEntries: Pick<AuditEntries, 'add'> },
): Promise<void> {
  for (const record of records) {
    const draft = READERS[record.sk.split('#', 1)[0] ?? '']?.(record);
    if (draft) await auditEntries.add(entryOf(record, draft));
  }
}

function entryOf({ pk, sk, sequence }: ChangeRecord, draft: Draft): AuditEntry {
  const id = idOfTextAt('aud', Date.parse(draft.at), `${pk}#${sk}#${sequence}`);
  return { ...draft, id, outcome: 'done' };
}

const STEPS: Readonly<Partial<Record<CampaignStatus, string>>> = {
  sending: 'start',
  paused: 'pause',
  completed: 'complete',
};

const campaigns = z.object({ before: campaign.optional(), after: campaign });

function readCampaign({ before: old, after: now }: ChangeRecord): Draft | undefined {
  const { data } = campaigns.safeParse({ before: old, after: now });
  if (!data) return undefined;
  const { before, after } = data;
  const actor = after.updated_by ?? '';
  // The requests of keys and people have entries of their own.
  if (!isByItself(actor)) return undefined;
  const fields = ['status', 'status_reason', 'scheduled_at'] as const;
  const changes = changesIn(fields.map((field) => changeOf(field, before?.[field], after[field])));
  const begins = before?.status !== after.status && after.status === 'sending';
  if (changes.length === 0) return undefined;
  const step = !before ? 'create' : before.status === after.status ? 'reschedule' : STEPS[after.status];
  if (!step) return undefined;
  // A run's execution takes the first step itself where it comes before the one that started it: a request, which has its
  // entry, or a schedule.
  const byRun = begins && actor === 'system:run';
  const isDue = before?.status === 'scheduled' && String(before.scheduled_at) <= after.updated_at;
  if (byRun && !isDue) return undefined;
  const { tenant_id, id, updated_at } = after;
  return {
    tenant_id,
    at: updated_at,
    actor: byRun ? 'schedule' : actor,
    action: `campaign.${step}`,
    resource_id: id,
    campaign_id: id,
    changes,
  };
}

/** What an entry shows of an endpoint. */
const endpoint = endpointState.omit({ url: true });

/** An endpoint that Herald disabled says why; one that somebody disabled does not. */
function readEndpoint({ before: old, after }: ChangeRecord): Draft | undefined {
  const [before, data] = [old, after].map((image) => endpoint.safeParse(image).data);
  if (data?.status !== 'disabled' || data.status_reason === null || before?.status !== 'enabled') return undefined;
  const { tenant_id, id, updated_at, status } = data;
  const changes = changesIn([changeOf('status', before.status, status)]);
  return {
    tenant_id,
    at: updated_at,
    actor: 'system:webhooks',
    action: 'webhook_endpoint.disable',
    resource_id: id,
    changes,
  };
}

/** One entry for a job, when it has ended. */
function readJob({ before: old, after }: ChangeRecord): Draft | undefined {
  const [before, data] = [old, after].map((image) => job.safeParse(image).data);
  if (!data?.ended_at || before?.ended_at) return undefined;
  const { tenant_id, id, kind, ended_at, created_by, status } = data;
  const changes = changesIn([changeOf('status', before?.status, status)]);
  return { tenant_id, at: ended_at, actor: created_by, action: `job.${kind}`, resource_id: id, job_id: id, changes };
}
