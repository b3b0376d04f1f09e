import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { bundleFunctions } from '../lib/bundle.ts';
import { FUNCTIONS } from '../lib/functions.ts';
import type { StageSettings } from '../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../lib/stages.ts';
import type { CfnTemplate } from './template.ts';

export interface Synthesized {
  readonly templates: Readonly<Record<string, CfnTemplate>>;
  /** Function assets lie below it, as the templates' metadata name them. */
  readonly assembly: string;
}

/** Bundles every function and synthesizes one stage, in process: what `cdk deploy` would upload. */
export function synthesize(settings: StageSettings, directory: string): Synthesized {
  const functions = join(directory, 'functions');
  mkdirSync(functions, { recursive: true });
  bundleFunctions({ entries: FUNCTIONS, outdir: functions });
  const app = heraldApp({ outdir: join(directory, 'cdk.out') });
  heraldStage(app, settings, functions);
  const assembly = app.synth().getNestedAssembly(`assembly-${settings.name}`);
  const templates = Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template as CfnTemplate]));
  return { templates, assembly: assembly.directory };
}
