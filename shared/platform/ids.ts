import { createHash, randomBytes } from 'node:crypto';

import { monotonicFactory, ulid } from 'ulid';
import * as z from 'zod';

/** The prefix names the resource: tenant, sender, key, customer, campaign, message, consent entry, chunk, interaction, webhook endpoint, delivery, event, job, template, segment. */
export type IdPrefix =
  'ten' | 'snd' | 'key' | 'cus' | 'cmp' | 'msg' | 'con' | 'chk' | 'int' | 'whe' | 'dlv' | 'evt' | 'job' | 'tpl' | 'seg';

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

/** The schema of an id of one kind. */
export function idOf(prefix: IdPrefix): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`), `must be an id like ${prefix}_01J…`)
    .meta({ examples: [`${prefix}_01KB2QW6ZC8N4T5V7X9Y1A3B5D`] });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
