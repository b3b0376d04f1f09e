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
