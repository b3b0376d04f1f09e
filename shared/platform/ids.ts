import { createHash, randomBytes } from 'node:crypto';

import { decodeTime, encodeTime, monotonicFactory, TIME_MAX, ulid } from 'ulid';
import * as z from 'zod';

/** The prefix names the resource: tenant, sender, key, customer, campaign, message, consent entry, chunk, interaction, webhook endpoint, delivery, event, job, template, segment, import, export, media, audit entry, member, alert. */
export type IdPrefix =
  | 'ten'
  | 'snd'
  | 'key'
  | 'cus'
  | 'cmp'
  | 'msg'
  | 'con'
  | 'chk'
  | 'int'
  | 'whe'
  | 'dlv'
  | 'evt'
  | 'job'
  | 'tpl'
  | 'seg'
  | 'imp'
  | 'exp'
  | 'med'
  | 'aud'
  | 'mem'
  | 'alr';

export interface Ids {
  /** A prefix and a ULID: unique, and sorted by creation within one process. */
  next(prefix: IdPrefix): string;
  /** The id of something that happened at a time (milliseconds since the epoch): ids sort by those times. */
  at(prefix: IdPrefix, time: number): string;
  /** An API key: `hk_` and 32 random bytes. */
  apiKey(): string;
  /** 32 random bytes, base64url. */
  secret(): string;
}

const nextUlid = monotonicFactory();

export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${nextUlid()}`,
  at: (prefix, time) => `${prefix}_${ulid(time)}`,
  apiKey: () => `hk_${randomIds.secret()}`,
  secret: () => randomBytes(32).toString('base64url'),
};

/** The part of a ULID that is random. */
const RANDOM_CHARACTERS = 16;

/**
 * The lowest and the highest id of what happened in a span, for ids that are made by `at`.
 * @param from the first moment; since 1970, unless it is given @param to the moment after the last one
 */
export function idsWithin(prefix: IdPrefix, from: string | undefined, to: string | undefined): [string, string] {
  const at = (time: number, random: string) => `${prefix}_${encodeTime(time)}${random.repeat(RANDOM_CHARACTERS)}`;
  const last = to === undefined ? TIME_MAX : Math.max(0, Date.parse(to) - 1);
  return [at(from === undefined ? 0 : Date.parse(from), '0'), at(last, 'Z')];
}

/** When an id was made, in milliseconds since the epoch. */
export function timeOfId(id: string): number {
  return decodeTime(id.slice(id.indexOf('_') + 1));
}

/** The schema of an id of one kind. */
export function idOf(prefix: IdPrefix): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`), `must be an id like ${prefix}_01J…`)
    .meta({ examples: [`${prefix}_01KB2QW6ZC8N4T5V7X9Y1A3B5D`] });
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
