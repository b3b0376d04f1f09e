import type { Schemas } from './api.ts';

/** Sends a file by a form that Herald gave. @returns the status of the answer; below 300 when it was taken */
export async function sendFile({ url, fields }: Schemas['ImportUpload']['upload'], file: File | Blob, name: string) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', file, name);
  return (await fetch(url, { method: 'POST', body: form })).status;
}
