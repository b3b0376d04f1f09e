import { expect } from 'vitest';

import type { Answer, Call, Json } from './api.ts';
import { eventually } from './eventually.ts';

/** The job that an answer names, once it has succeeded. */
export function ended(call: Call, answer: Answer): Promise<Json> {
  const id = answer.headers.get('x-job-id');
  expect(id).toMatch(/^job_/);
  return eventually(async () => {
    const { body } = await call(`GET /v1/jobs/${id}`);
    expect(body).toMatchObject({ id, status: 'succeeded', errors: [], ended_at: expect.any(String) });
    return body;
  });
}

/** Once the audit, which follows the table's stream, says that a job has ended: nothing of it changes any more. */
export async function recorded(call: Call, job_id: string): Promise<void> {
  await eventually(async () => {
    const { body } = await call('GET /v1/audit?action=job&limit=100');
    expect(body.data.map((entry: Json) => entry.job_id)).toContain(job_id);
  });
}
