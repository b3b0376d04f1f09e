import { join } from 'node:path';

import { bundleFunctions } from './bundle.ts';
import { FUNCTIONS } from './functions.ts';
import { DEPLOYED } from './stage-settings.ts';
import { heraldApp, heraldStage } from './stages.ts';

const functionsDirectory = join(import.meta.dirname, '..', 'build', 'functions');
await bundleFunctions({ entries: FUNCTIONS, outdir: functionsDirectory });

const app = heraldApp();
for (const settings of DEPLOYED) heraldStage(app, settings, functionsDirectory);
app.synth();
