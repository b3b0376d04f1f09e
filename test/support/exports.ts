import { expect } from 'vitest';

import { draftJob } from '../../shared/job/job.ts';
import { jobStore } from '../../shared/job/job.store.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import type { Json } from './api.ts';
import { eventually } from './eventually.ts';
import { tableOf } from './table.ts';
import type { TestTenant } from './tenant.ts';

/** Begins an export. @returns it, once it has ended */
export async function exported({ call }: Pick<TestTenant, 'call'>, body: object): Promise<Json> {
  const begun = await call('POST /v1/exports', { body });
  expect(begun.status, begun.text).toBe(202);
  return eventually(async () => {
    const { body: found } = await call(`GET /v1/exports/${begun.body.id}`);
    expect(['succeeded', 'failed']).toContain(found.status);
    const { body: job } = await call(`GET /v1/jobs/${found.job_id}`);
    expect(job.status).toBe('succeeded');
    return found;
  });
}

/** The lines of an export's file as objects. */
export async function linesOf(tenant: Pick<TestTenant, 'call'>, body: object): Promise<Json[]> {
  const { url } = await exported(tenant, { ...body, format: 'jsonl' });
  const text = await (await fetch(url)).text();
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
}

/** Adds a job that waits for an hour, past the API. @returns its id */
export async function addWaitingJob(tenant: TestTenant, cancellable = true): Promise<string> {
  const id = randomIds.next('job');
  const about = { tenant_id: tenant.id, kind: 'export', scope: 'customers:read' as const, created_by: 'test' };
  const job = draftJob({ ...about, id, input: {}, cancellable }, Date.now() + 3_600_000);
  await jobStore(tableOf(tenant.served)).add(job);
  return id;
}
