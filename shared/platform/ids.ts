import { createHash, randomBytes } from 'node:crypto';

import { monotonicFactory } from 'ulid';
import * as z from 'zod';

/** The prefix names the resource: tenant, sender, key, customer, campaign, message, consent entry, chunk. */
export type IdPrefix = 'ten' | 'snd' | 'key' | 'cus' | 'cmp' | 'msg' | 'con' | 'chk';

export interface Ids {
  /** A prefix and a ULID: unique, and in order of creation within one process. */
  next(prefix: IdPrefix): string;
  /** An API key: `hk_` and 32 random bytes. */
  apiKey(): string;
}

const nextUlid = monotonicFactory();

export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${nextUlid()}`,
  apiKey: () => `hk_${randomBytes(32).toString('base64url')}`,
};

/** The schema of an id of one kind. */
export function idOf(prefix: IdPrefix): z.ZodString {
  return z.string().regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`), `must be an id like ${prefix}_01J…`);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
