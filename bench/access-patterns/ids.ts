import { encodeTime } from 'ulid';

import { sha256, type Ids } from '../../shared/platform/ids.ts';

/** Hexadecimal digits: enough to keep the ids of one seed from those of another. */
const SEED = 10;
const COUNTER = 6;

/** Ids that are the same for the same seed, and in the order of their times and then of their making. */
export function seededIds(seed: string, now: number): Ids {
  const prefix = sha256(seed).slice(0, SEED).toUpperCase();
  let made = 0;
  const next = () => prefix + String(made++).padStart(COUNTER, '0');
  const ids: Ids = {
    next: (kind) => ids.at(kind, now),
    at: (kind, time) => `${kind}_${encodeTime(time)}${next()}`,
    apiKey: () => `hk_${ids.secret()}`,
    secret: () => sha256(next()).slice(0, 43),
  };
  return ids;
}
