import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import type { BuildOptions } from 'esbuild';

const TYPES = dirname(createRequire(import.meta.url).resolve('typescript/lib/lib.dom.d.ts'));

/** What browsers have of such names keeps them, as the libraries of TypeScript tell. */
const ofBrowsers = globSync(`${TYPES}/lib.*.d.ts`).flatMap(
  (path) => readFileSync(path, 'utf8').match(/\b(is[A-Z]\w*|\w+Of)\b/g) ?? [],
);

/** Names in what a tab keeps: another build reads it. */
const KEPT = ['isForOther'];

/**
 * Shortens properties that begin with `is` or end with `Of`: the console's own, since the API's have underscores; and what its own
 * components are told by, which no element is. In all script they are 0.3 KB. What is kept in a browser or sent to another tab has
 * none of them but those above.
 */
export const shortNames = {
  mangleProps: /^is[A-Z]|^on(Made|Saved|Refused|Remove|Reading|Country|Search|Send|Move|End|File)$|Of$/,
  reserveProps: new RegExp(`^(${[...new Set(ofBrowsers), ...KEPT].join('|')})$`),
} satisfies BuildOptions;
