import type { UploadForm } from '../../shared/platform/files.ts';

/** Uploads a file as a browser does. @returns the status of the answer */
export async function uploadFile({ url, fields }: UploadForm, file: string | Uint8Array): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'people.csv');
  return (await fetch(url, { method: 'POST', body: form })).status;
}
