import * as z from 'zod';

import { ACCOUNT, REGION, ServiceError } from '../service.ts';
import type { BusEvent } from './rule.ts';

const MAX_ENTRIES = 10;
/** Of all entries of a request together. */
const MAX_REQUEST_BYTES = 262_144;

const entrySchema = z.strictObject({
  EventBusName: z.string().default('default'),
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  /** Seconds since 1970. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
});
const putEventsRequest = z.strictObject({ Entries: z.array(entrySchema).min(1).max(MAX_ENTRIES) });

export type Entry = z.infer<typeof entrySchema>;

/** @throws ServiceError ValidationException, which refuses the whole request */
export function parseEntries(input: Readonly<Record<string, unknown>>): readonly Entry[] {
  const { data, error } = putEventsRequest.safeParse(input);
  if (error) throw new ServiceError('ValidationException', z.prettifyError(error));
  if (data.Entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > MAX_REQUEST_BYTES) {
    throw new ServiceError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return data.Entries;
}

/** Why an entry is refused, while those beside it are accepted; undefined when it is not. */
export function entryError(entry: Entry): object | undefined {
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[field] !== '') continue;
    const ErrorMessage = `Parameter ${field} is not valid. Reason: ${field} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (entry.Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: `Not authorized for the source ${entry.Source}.` };
  }
  return parseDetail(entry.Detail) ? undefined : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

/** @param now milliseconds since 1970, for an entry without a Time */
export function eventOf({ DetailType, Source, Time, Resources, Detail }: Entry, id: string, now: number): BusEvent {
  const time = new Date(Time === undefined ? now : Time * 1000);
  return {
    version: '0',
    id,
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: Resources,
    detail: parseDetail(Detail),
  };
}

/** @returns undefined for text that is not a JSON object */
function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** As the user guide counts, "Calculating PutEvents event entry size". */
function entryBytes({ Source, DetailType, Detail, Time, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
