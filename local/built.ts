import { join } from 'node:path';

import { buildCache } from './build-cache.ts';

/** What bundles and templates are made of, and where tools keep what they can make again; `npm ci` empties it. */
export const { built } = buildCache({
  root: join(import.meta.dirname, '..'),
  sources: [
    'lib',
    'functions',
    'shared',
    'local/synthesize-main.ts',
    'local/bundle-together.ts',
    'cdk.json',
    'package-lock.json',
  ],
  folder: 'node_modules/.cache/herald',
});
