/** `npm run openapi`: writes docs/openapi.json from the contracts; with `--check` it only reports whether the file is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openApi } from '../shared/contract/openapi.ts';
import { ROUTES } from '../shared/routes.ts';

const file = join(import.meta.dirname, '../docs/openapi.json');
const text = `${JSON.stringify(openApi(ROUTES), null, 2)}\n`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/openapi.json is not what the contracts say: run npm run openapi.');
  process.exitCode = 1;
}
