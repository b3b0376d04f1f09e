/** The integration tests' global setup: bundles the functions, and starts the Herald that most files share. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { bundleFunctions } from '../../lib/bundle.ts';
import { FUNCTIONS } from '../../lib/functions.ts';
import { startTestHerald } from './herald.ts';

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const functions = await mkdtemp(join(tmpdir(), 'herald-functions-'));
  bundleFunctions({ entries: FUNCTIONS, outdir: functions });
  const { url, providerUrl, installation, assembly, close } = await startTestHerald({ functions });
  provide('functions', functions);
  provide('assembly', assembly);
  provide('herald', { url, providerUrl, installation });
  return async () => {
    await close();
    await rm(functions, { recursive: true });
  };
}
