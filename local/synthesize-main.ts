/** `node local/synthesize-main.ts <directory> <stage settings as JSON>`: writes the stage's assembly to the directory. */
import { FUNCTIONS } from '../lib/functions.ts';
import type { StageSettings } from '../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../lib/stages.ts';
import { built } from './built.ts';
import { bundleTogether } from './bundle-together.ts';

const [directory = '', settings = ''] = process.argv.slice(2);
const functions = await built('functions', (outdir) => bundleTogether({ entries: FUNCTIONS, outdir }));

// The bundles stay where they are, and are not copied.
const app = heraldApp({ outdir: directory, context: { 'aws:cdk:disable-asset-staging': true } });
heraldStage(app, JSON.parse(settings) as StageSettings, functions);
app.synth();
