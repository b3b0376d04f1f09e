import * as z from 'zod';

import { POST_GRANTS } from '../contract/grants.ts';
import { route } from '../contract/route.ts';
import { uploadWire } from '../contract/upload.ts';
import { begunJob } from '../job/begun-job.ts';
import { JOB_STATUSES } from '../job/job.ts';
import { importConsent } from './import-consent.ts';
import { fileImport, importGiven, MAX_SHOWN_ERRORS } from './import.ts';

const shared = { scope: 'customers:manage' } as const;
const params = z.object({ id: z.string().max(100) });

export const createImport = route({
  ...shared,
  id: 'import.create',
  method: 'POST',
  path: '/v1/imports',
  entry: 'functions/api/import/create-import.ts',
  summary: 'Prepare the import of a CSV file of up to 256 MB, and get a form to upload it',
  description:
    'Send the `fields` and then the file, as the field `file`, as `multipart/form-data` to `url` within an hour; then start the import.',
  request: { body: importGiven },
  response: z
    .object({
      id: fileImport.shape.id,
      ...uploadWire,
    })
    .meta({ id: 'ImportUpload' }),
  // A stored answer would keep an address by which anybody may upload, and to run again would make another import.
  repeat: 'refuse',
  errors: ['quota.open_imports'],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem', 'imports:PutObject'],
});

export const startImport = route({
  ...shared,
  id: 'import.start',
  method: 'POST',
  path: '/v1/imports/{id}/start',
  entry: 'functions/api/import/start-import.ts',
  summary: 'Import a file that has been uploaded; again, it changes nothing',
  request: { params },
  response: begunJob,
  status: 202,
  rerunnable: true,
  errors: ['import.not_found', 'import.not_uploaded', 'quota.open_imports'],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem', 'imports:GetObject', 'jobs:SendMessage'],
});

export const resumeImport = route({
  ...shared,
  id: 'import.resume',
  method: 'POST',
  path: '/v1/imports/{id}/resume',
  entry: 'functions/api/import/resume-import.ts',
  summary:
    'Go on with an import that failed or was cancelled, from where it stopped; while it runs, it changes nothing',
  request: { params },
  response: begunJob,
  status: 202,
  rerunnable: true,
  errors: [
    'import.not_found',
    'import.not_started',
    'import.stopping',
    'import.ended',
    'import.file_gone',
    'quota.open_imports',
  ],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem', 'imports:GetObject', 'jobs:SendMessage'],
});

export const readImport = route({
  ...shared,
  id: 'import.read',
  method: 'GET',
  path: '/v1/imports/{id}',
  entry: 'functions/api/import/read-import.ts',
  summary: 'Read an import: how far it is, and which rows could not be imported',
  request: { params },
  response: z
    .object({
      id: fileImport.shape.id,
      kind: importGiven.shape.kind.unwrap(),
      dry_run: importGiven.shape.dry_run.unwrap(),
      separator: importGiven.shape.separator.unwrap(),
      consent: importConsent.nullable().describe('As it was given; null when the file’s columns say.'),
      encoding: importGiven.shape.encoding.unwrap().nullable().describe('As it was given; null when the file says.'),
      status: z.enum(['awaiting_upload', ...JOB_STATUSES]),
      job_id: begunJob.shape.job_id.nullable(),
      size: z.int().nullable().describe('Of the file, in bytes.'),
      progress: z
        .record(z.string(), z.int())
        .describe(
          'Rows so far: `rows`, and of these `imported`, `updated` and `rejected`; `kept_opted_out`; `opted_in`: rows taken of people who are opted in after them, each row of a person counted (absent of an import that an earlier version began). Of a dry run, what an import would do; there, somebody new counts by the rows read at the same time. `bytes`: how many of the file’s `size` are read.',
        ),
      errors: fileImport.shape.errors.unwrap().describe(`The first ${MAX_SHOWN_ERRORS} errors, once it has ended.`),
      errors_url: z
        .string()
        .nullable()
        .meta({
          description: 'A CSV file with the errors, for an hour from now; null without any.',
          examples: ['https://files.example.com/errors.csv'],
        }),
      eta: z.iso
        .datetime()
        .nullable()
        .describe(
          'When it ends, by how fast its bytes were read until now; null in its first seconds, and unless it runs.',
        ),
      resumable: z
        .boolean()
        .describe('Whether it stopped before its end and can go on from there: its file is kept for a week.'),
      created_at: z.iso.datetime(),
      ended_at: z.iso.datetime().nullable(),
    })
    .meta({ id: 'Import' }),
  errors: ['import.not_found'],
  grants: ['table:GetItem', 'imports:GetObject'],
});
