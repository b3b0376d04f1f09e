import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { usageOf } from '../../bench/processes.ts';

/** What the processes and the folder held at a time (milliseconds since the epoch). Sizes in megabytes. */
export interface Sample {
  readonly at: number;
  /** When the process was started. */
  readonly since: number;
  /** Of Herald's process, and with its database. */
  readonly herald: number;
  readonly together: number;
  readonly descriptors: number;
  readonly folder: number;
  readonly files: number;
}

/** @returns undefined while the process is not there */
export function takeSample(pid: number, since: number, folder: string): Sample | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const herald = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    if (herald === 0) return undefined;
    const sizes = sizesIn(folder);
    return {
      ...{ at: Date.now(), since, herald, together: usageOf(pid).megabytes },
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      folder: sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20,
      files: sizes.length,
    };
  } catch {
    // It ended in between.
    return undefined;
  }
}

/** The bytes of each file in a folder. */
function sizesIn(folder: string): number[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? []);
}
