/**
 * `npm run prove:clients`: generates clients from docs/openapi.json with two generators that are not ours, compiles them, and
 * compares the types of client/src/schema.ts with those of openapi-typescript, operation by operation.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DOCUMENT, installJudges, judge } from './judges.ts';

const STRICT = '--noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler'.split(' ');
const COMPILE = [...STRICT, '--lib', 'es2023,dom,dom.iterable'];

installJudges();
const folder = mkdtempSync(join(tmpdir(), 'herald-clients-'));
try {
  const inFolder = (file: string) => join(folder, file);
  copyFileSync(join(import.meta.dirname, '../../client/src/schema.ts'), inFolder('ours.ts'));
  copyFileSync(join(import.meta.dirname, 'same-types.ts.txt'), inFolder('same-types.ts'));
  const steps = [
    () => {
      const options = ['-o', inFolder('theirs.ts'), '--default-non-nullable', 'false'];
      return judge('openapi-typescript generates', 'openapi-typescript', [DOCUMENT, ...options], folder);
    },
    () => judge('openapi-typescript compiles', 'tsc', [...COMPILE, inFolder('theirs.ts')], folder),
    () => judge('client/src/schema.ts has the same types', 'tsc', [...COMPILE, inFolder('same-types.ts')], folder),
    () => {
      const options = ['-o', inFolder('hey-api'), '-c', '@hey-api/client-fetch', '--no-log-file'];
      return judge('@hey-api/openapi-ts generates', 'openapi-ts', ['-i', DOCUMENT, ...options], folder);
    },
    () => judge('@hey-api/openapi-ts compiles', 'tsc', [...COMPILE, inFolder('hey-api/index.ts')], folder),
  ];
  // Each needs what those before it made.
  process.exitCode = steps.every((step) => step()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
