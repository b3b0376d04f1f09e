/** `npm run openapi`: writes client/src/schema.ts from the contracts, too; with `--check` it only reports whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { openApi } from '../shared/contract/openapi.ts';
import { ROUTES } from '../shared/routes.ts';
import { typesText, type ApiDocument } from './client-types/paths-text.ts';

const HEADER = '// Written by `npm run openapi` from the contracts: change those, not this.\n';
const file = join(import.meta.dirname, '../client/src/schema.ts');
const options = await resolveConfig(file);

/** What a program with a key calls. The rest is for the provider, and for whoever follows a link. */
const isCalled = (path: string) => path.startsWith('/v1/') || path === '/openapi.json';
const text = await format(`${HEADER}\n${typesText(openApi(ROUTES) as ApiDocument, isCalled)}`, {
  ...options,
  parser: 'typescript',
});

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('client/src/schema.ts is not what the contracts say: run npm run openapi.');
  process.exitCode = 1;
}
