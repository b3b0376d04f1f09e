import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Plugin } from 'esbuild';

/**
 * Lets the other pages import all that is loaded first, so that it is one chunk, which the entry does nothing but import: esbuild
 * would make one of what they share and one of the rest, which compress worse apart and are asked for apart.
 */
export const oneFirstChunk: Plugin = {
  name: 'one-first-chunk',
  setup({ onLoad }) {
    onLoad({ filter: /\/console\/routes\/pages\.ts$/ }, ({ path }) => ({
      contents: `import '../main.tsx';\n${readFileSync(path, 'utf8')}`,
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};
