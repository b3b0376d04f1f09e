import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Plugin } from 'esbuild';

/**
 * Makes elements by `h(type, props, ...children)`: that is shorter than `jsx(type, { ...props, children })`, by 1 % of all script.
 * It is imported under names that no file uses: esbuild's `inject` would tie each chunk to Preact, also those without elements.
 */
export const shortJsx: Plugin = {
  name: 'short-jsx',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx$/ }, ({ path }) => ({
      contents: `import { Fragment as __Fragment, h as __h } from 'preact';\n${readFileSync(path, 'utf8')}`,
      loader: 'tsx',
      resolveDir: dirname(path),
    }));
  },
};
