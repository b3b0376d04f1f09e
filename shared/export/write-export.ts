import * as z from 'zod';

import type { JobKind, StepResult } from '../job/job-kind.ts';
import { timestamp } from '../platform/clock.ts';
import type { Files } from '../platform/files.ts';
import { idOf } from '../platform/ids.ts';
import { exportSource, type SourcePorts } from './export-source.ts';
import type { Exports } from './export.store.ts';
import { EXPORT, exportFiles, type FileExport } from './export.ts';

/** What a part has at least, in bytes; S3 takes none below 5 MB but the last one. */
const PART_BYTES = 8 * 1024 * 1024;
/** Some 8 GB; the position has each part's ETag, and must fit into the job's item. */
const MAX_PARTS = 1_000;
/** What a step reads at most: some seconds. */
const PAGES_AT_ONCE = 40;
const SCANNED_AT_ONCE = 20_000;

export interface WriteExportPorts extends SourcePorts {
  readonly exports: Pick<Exports, 'get' | 'segments' | 'conclude'>;
  readonly files: Pick<Files, 'read' | 'put' | 'remove' | 'beginParts' | 'putPart' | 'completeParts'>;
}

const input = z.object({ export_id: idOf('exp') });
const position = z.object({
  /** Where the next page of rows begins; absent at the beginning. */
  after: z.record(z.string(), z.unknown()).optional(),
  step: z.number().int().default(0),
  /** The file that is written in parts, once there is a whole part, and the ETags of its parts. */
  upload: z.string().optional(),
  etags: z.array(z.string()).default([]),
  /** What is written and is no whole part yet: its ETag, and its bytes. */
  rest: z.object({ etag: z.string(), size: z.number().int() }).optional(),
  /** Bytes of all that is written. */
  size: z.number().int().default(0),
  state: z.enum(['reading', 'read', 'whole']).default('reading'),
});
type Place = z.infer<typeof position>;

/**
 * Writes an export in steps, each with memory for a part of its file. A step that is repeated reads the same rows, and writes
 * over what it wrote before: only what the position names becomes part of the file.
 */
export function writeExport(ports: WriteExportPorts): JobKind {
  return {
    async step({ tenant_id, ...job }, now): Promise<StepResult> {
      const found = await ports.exports.get(tenant_id, input.parse(job.input).export_id);
      // Nobody can read any more what became of it.
      if (!found) return { next: undefined };
      const place = position.parse(job.position ?? {});
      if (place.state === 'reading') return writeRows(found, place, now, ports);
      if (place.state === 'read') {
        await finish(found, place, ports);
        await ports.exports.conclude(found, { size: place.size, ended_at: timestamp(now) });
        return { next: { ...place, state: 'whole' } };
      }
      const { rest } = exportFiles(found);
      for (const step of [0, 1]) await ports.files.remove(rest(step));
      return { next: undefined };
    },
  };
}

async function writeRows(found: FileExport, place: Place, now: number, ports: WriteExportPorts): Promise<StepResult> {
  const source = await exportSource(found, ports);
  const giveUp = async (problem: NonNullable<FileExport['problem']>): Promise<StepResult> => {
    await ports.exports.conclude(found, { problem, ended_at: timestamp(now) });
    return { next: undefined };
  };
  if (typeof source === 'string') return giveUp(source);
  if (place.etags.length >= MAX_PARTS) return giveUp('export.too_large');

  const isFirst = place.step === 0;
  const pieces: Uint8Array[] = [await restOf(found, place, ports)];
  if (isFirst) pieces.push(encode(source.head));
  let [after, isEnd, rows, left_out, scanned] = [place.after, false, 0, 0, 0];
  const bytes = () => pieces.reduce((sum, piece) => sum + piece.length, 0);
  for (let page = 0; page < PAGES_AT_ONCE && scanned < SCANNED_AT_ONCE && bytes() < PART_BYTES && !isEnd; page += 1) {
    const read = await source.page(after);
    pieces.push(encode(read.text));
    rows += read.rows;
    left_out += read.left_out;
    scanned += read.scanned;
    after = read.last;
    isEnd = read.last === undefined;
  }
  const body = Buffer.concat(pieces);
  const size = place.size + body.length - (place.rest?.size ?? 0);
  const kept = await keep(found, place, body, ports);
  const next = { ...kept, after, size, step: place.step + 1, state: isEnd ? ('read' as const) : ('reading' as const) };
  return { next, done: { rows, left_out } };
}

/** Keeps what is written: as a part, or, where it is too small for one, for the next step. */
async function keep(
  found: FileExport,
  { upload, etags, step }: Place,
  body: Uint8Array,
  { files }: WriteExportPorts,
): Promise<Pick<Place, 'upload' | 'etags' | 'rest'>> {
  const { file, type, rest } = exportFiles(found);
  if (body.length < PART_BYTES) {
    const kept = body.length > 0 && { etag: await files.put(rest(step), body, type), size: body.length };
    return { upload, etags, ...(kept && { rest: kept }) };
  }
  const id = upload ?? (await files.beginParts(file, type));
  const etag = await files.putPart(file, id, etags.length + 1, body);
  if (etag === undefined) throw new Error(DROPPED);
  return { upload: id, etags: [...etags, etag] };
}

const DROPPED = 'The parts of an export were dropped before it was whole.';

/** Makes what is written one file. */
async function finish(found: FileExport, place: Place, ports: WriteExportPorts): Promise<void> {
  const { files } = ports;
  const { file, type } = exportFiles(found);
  const body = await restOf(found, place, ports);
  if (place.upload === undefined) {
    await files.put(file, body, type);
    return;
  }
  const last = body.length > 0 && (await files.putPart(file, place.upload, place.etags.length + 1, body));
  const isWhole = await files.completeParts(file, place.upload, last ? [...place.etags, last] : place.etags);
  // A worker may have died when it had made the file.
  if (!isWhole && !(await files.read(file, { start: 0, length: 1 }))) throw new Error(DROPPED);
}

/** What the step before left. */
async function restOf(
  found: FileExport,
  { rest, step }: Place,
  { files }: Pick<WriteExportPorts, 'files'>,
): Promise<Uint8Array> {
  if (!rest) return new Uint8Array();
  const { etag, size } = rest;
  const part = await files.read(exportFiles(found).rest(step - 1), { start: 0, length: size, etag });
  if (!part) throw new Error(`What a step of ${EXPORT} left to the next one is gone.`);
  return part.bytes;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
