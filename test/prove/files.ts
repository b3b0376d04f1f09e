import { expect } from 'vitest';

import type { apiClient } from '../../local/demo/api-client.ts';
import type { UploadForm } from '../../shared/platform/files.ts';
import { PNG } from '../support/media-files.ts';
import { uploadFile } from '../support/upload.ts';
import { reachHost } from './workarounds.ts';

export interface FilesOn {
  readonly call: ReturnType<typeof apiClient>;
  readonly eventually: <Value>(check: () => Promise<Value>) => Promise<Value>;
  /** Of MiniStack. */
  readonly port: string;
}

interface Began {
  readonly id: string;
  readonly upload: UploadForm;
}
interface Ended {
  readonly status: string;
  readonly progress: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly errors: readonly { readonly line: number }[];
  readonly errors_url: string | null;
  readonly url: string;
}

const json = (body: object) => ({ type: 'application/json', text: JSON.stringify(body) });

/** Does something at a signed address, which names a host that no resolver knows. */
async function at<Answer>(address: string, port: string, act: (reachable: string) => Promise<Answer>): Promise<Answer> {
  const { host, origin } = new URL(address);
  const listener = await reachHost(host, port);
  try {
    return await act(address.replace(origin, listener.url));
  } finally {
    await listener.close();
  }
}

const read = (address: string, { port }: FilesOn) =>
  at(address, port, async (reachable) => {
    const answer = await fetch(reachable);
    expect(answer.status).toBe(200);
    return answer.text();
  });

const upload = ({ url, fields }: UploadForm, file: string | Uint8Array, { port }: FilesOn) =>
  at(url, port, (reachable) => uploadFile({ url: reachable, fields }, file));

/** A file of a thousand people and two rows that are wrong is uploaded by its form, and imported by its job. */
export async function importsFile(on: FilesOn): Promise<void> {
  const { call, eventually } = on;
  const people = Array.from({ length: 1_000 }, (_, n) => `+4915300${100_000 + n},Filed,filed`);
  const file = ['phone_number,name,tags', '12,Nobody,filed', ...people, 'no number,Nobody,filed'].join('\n');
  const { id, upload: form } = await call<Began>('POST', '/v1/imports', json({}));
  // The form takes its own key alone.
  const elsewhere = { ...form, fields: { ...form.fields, key: 'imports/elsewhere.csv' } };
  expect(await upload(elsewhere, file, on)).toBe(403);
  expect(await upload(form, file, on)).toBe(204);
  await call('POST', `/v1/imports/${id}/start`, json({}));
  const done = await eventually(async () => {
    const found = await call<Ended>('GET', `/v1/imports/${id}`);
    expect(found.status).toBe('succeeded');
    return found;
  });
  expect(done.progress).toMatchObject({ rows: 1_002, imported: 1_000, rejected: 2 });
  expect(done.errors.map(({ line }) => line)).toEqual([2, 1_003]);
  expect((await read(done.errors_url ?? '', on)).trim().split('\n')).toHaveLength(3);
}

/** The people that were imported are exported: each once, as they were written. */
export async function exportsThem(on: FilesOn): Promise<void> {
  const { call, eventually } = on;
  const wanted = { kind: 'customers', filter: { tag: 'filed' }, format: 'jsonl' };
  const { id } = await call<Began>('POST', '/v1/exports', json(wanted));
  const { rows, url } = await eventually(async () => {
    const found = await call<Ended>('GET', `/v1/exports/${id}`);
    expect(found.status).toBe('succeeded');
    return found;
  });
  const lines = (await read(url, on)).trimEnd().split('\n');
  const numbers = lines.map((line) => (JSON.parse(line) as { readonly phone_number: string }).phone_number);
  expect([rows, new Set(numbers).size]).toEqual([1_000, 1_000]);
  expect(numbers.toSorted()[0]).toBe('+4915300100000');
}

/** A picture is uploaded, checked, and served to anybody as it was; what is no picture is refused. */
export async function takesMedia(on: FilesOn, publicUrl: string): Promise<void> {
  const { call } = on;
  const added = async (file: Uint8Array) => {
    const { id, upload: form } = await call<Began>('POST', '/v1/media', json({ file_name: 'Spring offer.png' }));
    expect(await upload(form, file, on)).toBe(204);
    return call<Record<string, unknown>>('POST', `/v1/media/${id}/check`, json({}));
  };
  const { url, ...picture } = await added(PNG);
  expect(picture).toMatchObject({ status: 'ready', media_type: 'image', content_type: 'image/png', size: PNG.length });
  expect(String(url).startsWith(`${publicUrl}/m/`)).toBe(true);
  const served = await fetch(String(url));
  expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await served.arrayBuffer()).equals(PNG)).toBe(true);
  expect(await added(Buffer.from('<html>'))).toMatchObject({ status: 'refused', url: null });
}
