import * as z from 'zod';

import type { JobKind, StepResult } from '../job/job-kind.ts';
import { timestamp } from '../platform/clock.ts';
import { csvLine } from '../platform/csv-line.ts';
import type { Files } from '../platform/files.ts';
import type { Ids } from '../platform/ids.ts';
import type { Customers } from './customer.store.ts';
import { importCustomerFile } from './import-customers.ts';
import { importInput, importPosition, type ImportPosition } from './import-position.ts';
import { importError, importFiles, MAX_KEPT_ERRORS, MAX_SHOWN_ERRORS, separatorOf, type FileImport } from './import.ts';
import type { Imports } from './import.store.ts';
import { readRows } from './read-rows.ts';
import { rehearseUpserts, SEEN_BYTES, type Rehearsal } from './rehearse-upserts.ts';

export interface ImportFilePorts {
  readonly customers: Pick<Customers, 'byPhones' | 'upsertAll'>;
  readonly files: Pick<Files, 'read' | 'put' | 'remove'>;
  readonly ids: Ids;
  readonly imports: Pick<Imports, 'get' | 'conclude'>;
}

/**
 * Imports a file of any length in steps of some rows, each with memory for those alone. A step that is repeated writes the
 * same customers again, and its errors over those it wrote before.
 */
export function importFile(ports: ImportFilePorts): JobKind {
  return {
    goesOn: true,
    async step({ tenant_id, ...job }, now): Promise<StepResult> {
      const found = await ports.imports.get(tenant_id, importInput.parse(job.input).import_id);
      // Nobody can read any more what became of it.
      if (!found) return { next: undefined };
      const place = importPosition.parse(job.position ?? {});
      if (place.joined) {
        const { upload, seen } = importFiles(found);
        for (const key of [upload, ...(found.dry_run ? [seen(0), seen(1)] : [])]) await ports.files.remove(key);
        return { next: undefined };
      }
      const { size = 0 } = found;
      if (place.offset !== undefined && place.offset >= size) {
        await joinErrors(found, place, ports);
        return { next: { ...place, joined: true } };
      }
      return importRows(found, place, now, ports);
    },
  };
}

const TOO_LONG = 'is longer than a row can be, half a megabyte';

async function importRows(
  found: FileImport,
  place: ImportPosition,
  now: number,
  ports: ImportFilePorts,
): Promise<StepResult> {
  const { tenant_id, mapping, default_country, consent, tags, kind, size = 0 } = found;
  const rows = await readRows(found, place, ports.files);
  if (!rows) {
    const message = 'The file was removed or replaced before all of it was imported; import it again as a new one.';
    return keepErrors(found, { ...place, offset: size }, [{ line: place.line ?? 1, column: null, message }], ports);
  }
  const { text, lineOf, next } = rows;
  if (text.includes('\ufffd')) {
    const message = `From about here on the file is not ${(found.decoding ?? 'utf-8').toUpperCase()}, and was not read; name its encoding, or save it as CSV UTF-8, and import it again.`;
    return keepErrors(found, { ...place, ...next, offset: size }, [{ line: next.line, column: null, message }], ports);
  }
  const bytes = next.offset - (place.offset ?? 0);
  if (rows.isPassedOver) {
    const told = place.within ? [] : [{ line: place.line ?? 1, column: null, message: TOO_LONG }];
    const result = await keepErrors(found, { ...place, ...next }, told, ports);
    return { ...result, done: { bytes, ...(!place.within && { rows: 1, rejected: 1 }) } };
  }
  const isList = kind === 'suppressions';
  const options = { mapping, default_country, consent, tags, optOut: isList, separator: separatorOf(found) };
  const about = { tenant_id, now: timestamp(now), options };
  const { errors, opted_in, ...done } = found.dry_run
    ? await rehearse(found, place, (customers) => importCustomerFile(text, about, { ...ports, customers }), ports)
    : await importCustomerFile(text, about, ports);
  // The header is read with each step's rows; what is wrong with it is told once.
  const own = errors.map((error) => ({ ...error, line: lineOf(error.line) })).filter(({ line }) => line > 0);
  const counts_opted_in = place.offset === undefined || place.counts_opted_in;
  const result = await keepErrors(found, { ...place, ...next, counts_opted_in, steps: place.steps + 1 }, own, ports);
  const rows_done = done.imported + done.updated + done.rejected;
  return { ...result, done: { bytes, rows: rows_done, ...done, ...(counts_opted_in && { opted_in }) } };
}

/** Does a step of a dry run, which knows whom the steps before it found new. */
async function rehearse<Result>(
  found: FileImport,
  { steps }: ImportPosition,
  act: (customers: Rehearsal['customers']) => Promise<Result>,
  { customers, files }: ImportFilePorts,
): Promise<Result> {
  const { seen } = importFiles(found);
  const before = steps > 0 ? await files.read(seen(steps), { start: 0, length: SEEN_BYTES }) : undefined;
  const rehearsal = rehearseUpserts(customers, before?.bytes ?? new Uint8Array());
  const result = await act(rehearsal.customers);
  await files.put(seen(steps + 1), rehearsal.seen(), 'application/octet-stream');
  return result;
}

async function keepErrors(
  found: FileImport,
  next: ImportPosition,
  errors: readonly z.infer<typeof importError>[],
  { files }: ImportFilePorts,
): Promise<StepResult> {
  const kept = errors.slice(0, MAX_KEPT_ERRORS - next.kept);
  const [first] = kept;
  if (!first) return { next };
  await files.put(importFiles(found).errorsFrom(first.line), JSON.stringify(kept), 'application/json');
  return { next: { ...next, wrong: [...next.wrong, first.line], kept: next.kept + kept.length } };
}

/** More than the errors of one step are, in bytes. */
const ERRORS_BYTES = 8 * 1024 * 1024;

/** Makes the errors of all steps one file, and shows the first of them. */
async function joinErrors(found: FileImport, { wrong, kept }: ImportPosition, { files, imports }: ImportFilePorts) {
  const lines = [csvLine(['line', 'column', 'message'])];
  const shown: z.infer<typeof importError>[] = [];
  for (const line of wrong) {
    const part = await files.read(importFiles(found).errorsFrom(line), { start: 0, length: ERRORS_BYTES });
    const errors = z.array(importError).parse(JSON.parse(new TextDecoder().decode(part?.bytes) || '[]'));
    shown.push(...errors.slice(0, MAX_SHOWN_ERRORS - shown.length));
    lines.push(...errors.map((error) => csvLine([error.line, error.column ?? '', error.message])));
  }
  if (kept > 0) await files.put(importFiles(found).errors, lines.join(''), 'text/csv; charset=utf-8');
  await imports.conclude(found.tenant_id, found.id, { errors: shown, errors_kept: kept });
}
