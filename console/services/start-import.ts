import { answerOf, api } from './api.ts';
import { readingOf, type Consent, type Mapping, type ReadFile } from './import-file.ts';
import { sendFile } from './upload-form.ts';

export interface ImportChoice {
  readonly file: ReadFile;
  readonly mapping: Mapping;
  readonly consent: Consent;
  /** ISO 3166 of numbers without a country; empty: those are refused. */
  readonly country: string;
  /** Reads the whole file and writes nothing. */
  readonly dry_run: boolean;
}

/** Uploads a file by the form that Herald gives, and begins. @returns the import's id */
export async function startImport({ file, mapping, consent, country, dry_run }: ImportChoice): Promise<string> {
  const body = {
    mapping,
    ...readingOf(file, consent),
    tags: 'add',
    dry_run,
    ...(country && { default_country: country }),
  } as const;
  const { id, upload } = await answerOf(api.POST('/v1/imports', { body }));
  const status = await sendFile(upload, file.file, file.name);
  if (status >= 300) throw new Error(`The file could not be uploaded (${status}). Nothing was imported.`);
  await answerOf(api.POST('/v1/imports/{id}/start', { params: { path: { id } } }));
  return id;
}
