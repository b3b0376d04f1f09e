/**
 * The CDK app that is proved: the stage `dev` as it is, with a user pool, so that somebody can sign in. The functions are those that
 * `lib/main.ts` has bundled.
 */
import { join } from 'node:path';

import { dev } from '../../lib/stage-settings.ts';
import { heraldApp, heraldStage } from '../../lib/stages.ts';
import { withoutMath } from './workarounds.ts';

const app = heraldApp();
heraldStage(
  app,
  { ...dev, cognito: { domainPrefix: 'herald-proof' } },
  join(import.meta.dirname, '../../build/functions'),
);
withoutMath(app);
app.synth();
