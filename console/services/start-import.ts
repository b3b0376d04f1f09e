import { answerOf, api } from './api.ts';
import { fileToSend, mappingWith, type Consent, type Mapping, type ReadFile } from './import-file.ts';

export interface ImportChoice {
  readonly file: ReadFile;
  readonly mapping: Mapping;
  readonly consent: Consent;
  /** ISO 3166 of numbers without a country; empty: those are refused. */
  readonly country: string;
}

/** Uploads a file by the form that Herald gives, and begins. @returns the import's id */
export async function startImport({ file, mapping, consent, country }: ImportChoice): Promise<string> {
  const body = {
    mapping: mappingWith(mapping, consent),
    tags: 'add',
    ...(country && { default_country: country }),
  } as const;
  const { id, upload } = await answerOf(api.POST('/v1/imports', { body }));
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', fileToSend(file, consent), file.name);
  const answer = await fetch(upload.url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`The file could not be uploaded (${answer.status}). Nothing was imported.`);
  await answerOf(api.POST('/v1/imports/{id}/start', { params: { path: { id } } }));
  return id;
}
