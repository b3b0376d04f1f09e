import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { auditChanges } from '../../../shared/event/audit-changes.ts';
import { draftJob } from '../../../shared/job/job.ts';
import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { AuditEntry } from '../../../shared/tenancy/audit-entry.ts';
import { campaignOf, START } from '../fixtures.ts';

const at = timestamp(START);
const campaign = campaignOf({ status: 'sending', run: 1, updated_at: at });
const { tenant_id, id } = campaign;

function record(sk: string, before: object | undefined, after: object | undefined): ChangeRecord {
  return { sequence: '7', pk: 'p', sk, before: before && { ...before }, after: after && { ...after } };
}
const moved = (from: Partial<Campaign>, to: Partial<Campaign>) =>
  record('CAMPAIGN', { ...campaign, ...from }, { ...campaign, ...to });

async function kept(...records: ChangeRecord[]): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  await auditChanges(records, { auditEntries: { add: async (entry) => void entries.push(entry) } });
  return entries;
}

test('what Herald itself does to a campaign is kept, with the reason', async () => {
  const paused = moved(
    {},
    { status: 'paused', status_reason: 'The template was refused.', updated_by: 'system:sender' },
  );
  const entries = await kept(paused);
  expect(entries).toEqual([
    {
      id: expect.stringMatching(/^aud_/),
      tenant_id,
      at,
      actor: 'system:sender',
      action: 'campaign.pause',
      resource_id: id,
      campaign_id: id,
      outcome: 'done',
      changes: [
        { field: 'status', from: 'sending', to: 'paused' },
        { field: 'status_reason', from: null, to: 'The template was refused.' },
      ],
    },
  ]);
  expect(await kept(paused)).toEqual(entries);
});

const DUE = { status: 'scheduled', scheduled_at: at } as const;
const EARLY = { status: 'scheduled', scheduled_at: timestamp(START + 60_000) } as const;

test.each<[string, ChangeRecord, string[]]>([
  [
    'a schedule that fires',
    moved(DUE, { ...DUE, status: 'sending', updated_by: 'schedule' }),
    ['schedule campaign.start'],
  ],
  [
    'one whose run came first',
    moved(DUE, { ...DUE, status: 'sending', updated_by: 'system:run' }),
    ['schedule campaign.start'],
  ],
  ['a request whose run came first', moved({ status: 'draft' }, { updated_by: 'system:run' }), []],
  ['a request before its schedule', moved(EARLY, { ...EARLY, status: 'sending', updated_by: 'system:run' }), []],
  ['a request', moved({ status: 'draft' }, { updated_by: 'api_key:key_1' }), []],
  ['an end', moved({}, { status: 'completed', updated_by: 'system:run' }), ['system:run campaign.complete']],
  ['a count', moved({ updated_by: 'schedule' }, { unknown_streak: 3, updated_by: 'schedule' }), []],
  [
    'a date that a schedule makes',
    record('CAMPAIGN', undefined, { ...campaign, ...EARLY, updated_by: 'schedule' }),
    ['schedule campaign.create'],
  ],
  [
    'the next date',
    moved({ ...DUE, updated_by: 'schedule' }, { ...EARLY, updated_by: 'schedule' }),
    ['schedule campaign.reschedule'],
  ],
  ['a campaign that nobody can read', record('CAMPAIGN', undefined, { id }), []],
  ['a campaign that is deleted', record('CAMPAIGN', campaign, undefined), []],
])('%s makes its entry, and only its own', async (_, change, expected) => {
  expect((await kept(change)).map(({ actor, action }) => `${actor} ${action}`)).toEqual(expected);
});

test('a job has one entry, when it has ended, by whoever asked for it', async () => {
  const about = { tenant_id, kind: 'customer.erasure', scope: 'customers:manage', input: {} } as const;
  const queued = draftJob({ ...about, id: ids.next('job'), created_by: 'api_key:key_1' }, START);
  const running = { ...queued, status: 'running' as const };
  const ended = { ...running, status: 'succeeded' as const, ended_at: at };
  const entries = await kept(
    record('JOB', undefined, queued),
    record('JOB', queued, running),
    record('JOB', running, ended),
    record('JOB', ended, { ...ended, attempts: 1 }),
  );
  expect(entries).toMatchObject([
    {
      actor: 'api_key:key_1',
      action: 'job.customer.erasure',
      job_id: queued.id,
      changes: [{ field: 'status', from: 'running', to: 'succeeded' }],
    },
  ]);
});

test('an endpoint that Herald disables has an entry; one that somebody disables has that of the request', async () => {
  const enabled = { id: ids.next('whe'), tenant_id, status: 'enabled', status_reason: null, updated_at: at };
  const by = (status_reason: string | null) =>
    record('ENDPOINT#x', enabled, { ...enabled, status: 'disabled', status_reason });
  expect(await kept(by(null))).toEqual([]);
  expect(await kept(by('It answered 410 Gone.'))).toMatchObject([
    { actor: 'system:webhooks', action: 'webhook_endpoint.disable', resource_id: enabled.id },
  ]);
});
