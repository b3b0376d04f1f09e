import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { StageSettings } from '../lib/stage-settings.ts';
import { readCloudAssembly, type CloudAssembly } from './aws/template/cloud-assembly.ts';
import { built } from './built.ts';

/**
 * Bundles every function and synthesizes one stage: what `cdk deploy` would upload. What did not change since it was built
 * is not built again. It runs in a process of its own, so that the 300 MB that the CDK takes are freed.
 */
export async function synthesize(settings: StageSettings): Promise<CloudAssembly> {
  const json = JSON.stringify(settings);
  const folder = await built(json, (directory) => {
    // The CDK's validation of the template takes longer than all the rest; `npm run synth` and every deployment have it.
    const env = { ...process.env, CDK_VALIDATION: 'false' };
    const script = join(import.meta.dirname, 'synthesize-main.ts');
    const running = promisify(execFile)(process.execPath, [script, directory, json], { env });
    const kill = () => running.child.kill();
    process.once('exit', kill);
    return running.finally(() => process.off('exit', kill));
  });
  return readCloudAssembly(join(folder, `assembly-${settings.name}`));
}
