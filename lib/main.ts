import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { bundleFunctions } from './bundle.ts';
import { buildConsole } from './console/build-console.ts';
import { publishConsole } from './constructs/console-site.ts';
import { functionFolder } from './function-declaration.ts';
import { FUNCTIONS } from './functions.ts';
import { DEPLOYED } from './stage-settings.ts';
import { heraldApp, heraldStage } from './stages.ts';

const functionsDirectory = join(import.meta.dirname, '..', 'build', 'functions');
await bundleFunctions({ entries: FUNCTIONS, outdir: functionsDirectory });
const consoleDirectory = join(functionsDirectory, functionFolder(publishConsole), 'console');
// Assets of an earlier build would be deployed again.
rmSync(consoleDirectory, { recursive: true, force: true });
await buildConsole(consoleDirectory);

const app = heraldApp();
for (const settings of DEPLOYED) heraldStage(app, settings, functionsDirectory);
app.synth();
