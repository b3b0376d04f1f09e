import { join } from 'node:path';

import { buildSync, type BuildOptions, type Metafile } from 'esbuild';

import { functionFolder } from './function-declaration.ts';

const ROOT = join(import.meta.dirname, '..');

/** Some dependencies are CommonJS and call `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** How every function is bundled. */
export const BUNDLING = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE },
  minify: true,
  treeShaking: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles every function to `<outdir>/<folder>/index.mjs`, in one call: a call for each takes seven times as long.
 * @param given `entry` is a path from the repository's root
 * @returns esbuild's account of what went into each bundle, in bytes
 */
export function bundleFunctions(given: {
  readonly entries: readonly { readonly id: string; readonly entry: string }[];
  readonly outdir: string;
}): Metafile {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(given.entries.map((one) => [`${functionFolder(one)}/index`, one.entry])),
    outdir: given.outdir,
    outExtension: { '.js': '.mjs' },
    ...BUNDLING,
  });
  return metafile;
}
