import { join } from 'node:path';

import { build, type BuildOptions } from 'esbuild';

import { functionFolder } from './function-declaration.ts';

const ROOT = join(import.meta.dirname, '..');

/** Some dependencies are CommonJS and call `require`, which an ES module does not have. */
const REQUIRE_BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** The esbuild options of every function. */
export const BUNDLING = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE_BANNER },
  minify: true,
  treeShaking: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

export interface Bundles {
  /** `entry` is a path from the repository's root. */
  readonly entries: readonly { readonly id: string; readonly entry: string }[];
  readonly outdir: string;
}

/** Bundles every function to `<outdir>/<folder>/index.mjs` in a single esbuild run: one run per function takes seven times as long. */
export async function bundleFunctions(bundles: Bundles): Promise<void> {
  await build(buildOptions(bundles));
}

export function buildOptions({ entries, outdir }: Bundles) {
  return {
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(entries.map(({ id, entry }) => [`${functionFolder({ id })}/index`, entry])),
    outdir,
    outExtension: { '.js': '.mjs' },
    ...BUNDLING,
  } satisfies BuildOptions;
}
