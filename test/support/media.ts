import { expect } from 'vitest';

import type { Json } from './api.ts';
import type { TestTenant } from './tenant.ts';
import { uploadFile } from './upload.ts';

type Calling = Pick<TestTenant, 'call'>;

/** Uploads a file that nobody has checked yet. @returns the answer that gave the form */
export async function uploadMedia({ call }: Calling, file: Uint8Array, given: object = {}): Promise<Json> {
  const { body } = await call('POST /v1/media', { body: { file_name: 'Spring offer.jpg', ...given } });
  expect(await uploadFile(body.upload, file)).toBe(204);
  return body;
}

/** Uploads a file and has it checked. @returns the medium */
export async function addMedia(tenant: Calling, file: Uint8Array, given: object = {}): Promise<Json> {
  const { id } = await uploadMedia(tenant, file, given);
  const { status, body } = await tenant.call(`POST /v1/media/${id}/check`);
  expect(status).toBe(200);
  return body;
}
