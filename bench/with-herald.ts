import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHerald, type Herald, type HeraldOptions } from '../local/herald.ts';

/** Starts a Herald in a temporary folder and on free ports for one measurement, and removes it afterwards. */
export async function withHerald(
  options: Omit<HeraldOptions, 'dataDirectory' | 'port'>,
  measure: (herald: Herald) => Promise<void>,
): Promise<void> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  try {
    const herald = await startHerald({ dataDirectory, port: 0, ...options });
    try {
      await measure(herald);
    } finally {
      await herald.close();
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
