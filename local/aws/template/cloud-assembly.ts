import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import type { CfnTemplate } from './cfn-template.ts';

/** What `cdk synth` writes for one app or stage. */
export interface CloudAssembly {
  /** Templates by the name of their stack. */
  readonly templates: Readonly<Record<string, CfnTemplate>>;
  /** The relative paths of file assets in the templates' metadata start here. */
  readonly directory: string;
}

const stackProperties = z.object({ templateFile: z.string(), stackName: z.string().optional() });
const manifest = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string(), properties: z.unknown().optional() })).default({}),
});

/**
 * Reads every stack of an assembly. A stage has an assembly of its own, nested in its app's: `cdk.out/assembly-<stage>`.
 * @throws Error when the directory holds no manifest
 */
export async function readCloudAssembly(directory: string): Promise<CloudAssembly> {
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(directory, file), 'utf8'));
  const { artifacts } = manifest.parse(await json('manifest.json'));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const templates = stacks.map(async ([id, { properties }]) => {
    const { templateFile, stackName = id } = stackProperties.parse(properties);
    return [stackName, (await json(templateFile)) as CfnTemplate] as const;
  });
  return { directory, templates: Object.fromEntries(await Promise.all(templates)) };
}
