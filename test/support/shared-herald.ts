/** The integration tests' global setup: starts the Herald that most files share. */
import type { TestProject } from 'vitest/node';

import { startTestHerald } from './herald.ts';

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { url, providerUrl, installation, close } = await startTestHerald();
  provide('herald', { url, providerUrl, installation });
  return close;
}
