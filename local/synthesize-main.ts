/**
 * `node local/synthesize-main.ts <stage settings as JSON> <directory> [<bundled functions>]`: prints where
 * the stage's assembly is.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { bundleFunctions } from '../lib/bundle.ts';
import { FUNCTIONS } from '../lib/functions.ts';
import type { StageSettings } from '../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../lib/stages.ts';

const [given = '', directory = '', bundled] = process.argv.slice(2);
const settings = JSON.parse(given) as StageSettings;
const functions = bundled ?? join(directory, 'functions');
if (!bundled) {
  mkdirSync(functions, { recursive: true });
  bundleFunctions({ entries: FUNCTIONS, outdir: functions });
}

const app = heraldApp({ outdir: join(directory, 'cdk.out') });
heraldStage(app, settings, functions);
console.log(app.synth().getNestedAssembly(`assembly-${settings.name}`).directory);
