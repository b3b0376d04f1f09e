import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Metafile, Plugin } from 'esbuild';

const FIRST = 'console:first';

/**
 * Makes one chunk of all that the entry needs and all that several routes share, by letting the entry and every route import all
 * of it: esbuild makes a chunk for each set of routes that share something, the first page would wait for a dozen of them, and
 * small files compress badly one by one.
 * @param files relative to `root`
 */
export function oneFirstChunk(root: string, files: readonly string[]): Plugin {
  return {
    name: 'one-first-chunk',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${FIRST}$`) }, () => ({ path: FIRST, namespace: FIRST, sideEffects: true }));
      onLoad({ filter: /./, namespace: FIRST }, () => ({
        contents: alikeTogether(files)
          .map((file) => `import ${JSON.stringify(`./${file}`)};`)
          .join('\n'),
        resolveDir: root,
      }));
      onLoad({ filter: /\/console\/(main|routes\/[^/]+)\.tsx$/ }, ({ path }) => ({
        contents: `import '${FIRST}';\n${readFileSync(path, 'utf8')}`,
        loader: 'tsx',
        resolveDir: dirname(path),
      }));
    },
  };
}

/** Services, then components: what is like what came shortly before it compresses better. */
function alikeTogether(files: readonly string[]): readonly string[] {
  const sorted = files.toSorted();
  const isService = (file: string) => file.startsWith('console/services/');
  return [...sorted.filter(isService), ...sorted.filter((file) => !isService(file))];
}

/** The console's own files in some outputs, the entry apart. */
export function filesOf({ outputs }: Metafile, paths: readonly string[], entry: string): readonly string[] {
  const inputs = paths.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  return inputs.filter((file) => file.startsWith('console/') && /\.tsx?$/.test(file) && file !== entry);
}
