import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { StageSettings } from '../lib/stage-settings.ts';
import { readCloudAssembly, type CloudAssembly } from './aws/template/cloud-assembly.ts';

/**
 * Bundles every function and synthesizes one stage: what `cdk deploy` would upload. It runs in a process of its own, so that
 * the 300 MB that the CDK takes are freed.
 * @param functions where they are bundled already; without it, they are bundled
 */
export async function synthesize(
  settings: StageSettings,
  directory: string,
  functions?: string,
): Promise<CloudAssembly> {
  const script = join(import.meta.dirname, 'synthesize-main.ts');
  // The CDK's validation of the template takes longer than all the rest; `npm run synth` and every deployment have it.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, JSON.stringify(settings), directory, ...(functions ? [functions] : [])],
    { env: { ...process.env, CDK_VALIDATION: 'false' } },
  );
  return readCloudAssembly(stdout.trim());
}
