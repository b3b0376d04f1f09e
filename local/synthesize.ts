import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { StageSettings } from '../lib/stage-settings.ts';
import type { CfnTemplate } from './template.ts';

export interface Synthesized {
  readonly templates: Readonly<Record<string, CfnTemplate>>;
  /** Function assets lie below it, as the templates' metadata name them. */
  readonly assembly: string;
}

/**
 * Bundles every function and synthesizes one stage: what `cdk deploy` would upload. A process of its own does it, so that
 * the 300 MB that the CDK takes are given back.
 * @param functions where they are bundled already, if they are
 */
export async function synthesize(settings: StageSettings, directory: string, functions?: string): Promise<Synthesized> {
  const script = join(import.meta.dirname, 'synthesize-main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    JSON.stringify(settings),
    directory,
    ...(functions ? [functions] : []),
  ]);
  const { assembly, stacks } = JSON.parse(stdout) as { assembly: string; stacks: Record<string, string> };
  const templates = Object.entries(stacks).map(
    async ([stack, file]) => [stack, JSON.parse(await readFile(file, 'utf8')) as CfnTemplate] as const,
  );
  return { assembly, templates: Object.fromEntries(await Promise.all(templates)) };
}
