import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Plugin } from 'esbuild';

/**
 * Lets the other pages import all of the first, so that it stays one chunk: esbuild would make one of what they share and one of
 * the rest, which compress worse apart.
 */
export const oneFirstChunk: Plugin = {
  name: 'one-first-chunk',
  setup({ onLoad }) {
    onLoad({ filter: /\/console\/routes\/pages\.ts$/ }, ({ path }) => ({
      contents: `import '../components/app.tsx';\n${readFileSync(path, 'utf8')}`,
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};
