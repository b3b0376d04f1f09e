import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * A file whose elements are made by `h(type, props, ...children)`: that is shorter than `jsx(type, { ...props, children })`, by
 * 1 % of all script. What makes them is imported here, under names that no file uses: esbuild's `inject` would tie each chunk to
 * Preact, also those that have no elements.
 */
export function withShortJsx(path: string, more = ''): OnLoadResult {
  const contents = `import { Fragment as __Fragment, h as __h } from 'preact';\n${readFileSync(path, 'utf8')}${more}`;
  return { contents, loader: 'tsx', resolveDir: dirname(path) };
}

export const shortJsx: Plugin = {
  name: 'short-jsx',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx$/ }, ({ path }) => withShortJsx(path));
  },
};
