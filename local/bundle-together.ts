import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, type BuildOptions } from 'esbuild';

import { BUNDLING } from '../lib/bundle.ts';
import { functionFolder, type FunctionDeclaration } from '../lib/function-declaration.ts';

const ROOT = join(import.meta.dirname, '..');
const { banner: _, ...BUNDLE } = BUNDLING;

/** Of a file that the emulator loads: CommonJS, in which whoever reads a stack trace finds names. */
const EMULATED = {
  ...BUNDLE,
  absWorkingDir: ROOT,
  format: 'cjs',
  minify: false,
  supported: { 'dynamic-import': false },
} as const satisfies BuildOptions;

/** esbuild's call of a package, with what it makes of one that it does not know to be an ES module. */
const CALL = /(?:__toESM\()?require\("(?!node:)([^"]+)"\)(?:(?:, 1)?\))?/g;

/**
 * Bundles functions for the emulator: their own code in one file, all packages in another, and a folder for each function
 * that takes its handler from the first. A thread of the emulator compiles a file once for all functions, and loads the
 * packages once: most of a function's start, and of its memory.
 */
export async function bundleTogether({
  entries,
  outdir,
}: {
  readonly entries: readonly FunctionDeclaration[];
  readonly outdir: string;
}): Promise<void> {
  const packages = await bundleOwn(entries, join(outdir, 'functions.cjs'));
  await bundlePackages(packages, join(outdir, 'packages.shared.cjs'));
  for (const { id } of entries) {
    const folder = join(outdir, functionFolder({ id }));
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'index.cjs'),
      `module.exports = require('../functions.cjs')[${JSON.stringify(id)}]();\n`,
    );
  }
}

/** @returns the packages that the code needs */
async function bundleOwn(entries: readonly FunctionDeclaration[], outfile: string): Promise<ReadonlySet<string>> {
  const loads = entries.map(({ id, entry }) => `${JSON.stringify(id)}: () => require('./${entry}')`);
  const { outputFiles } = await build({
    ...EMULATED,
    packages: 'external',
    stdin: { contents: `module.exports = {${loads.join(',\n')}};`, resolveDir: ROOT },
    write: false,
  });
  const needed = new Set<string>();
  const code = outputFiles[0]!.text.replace(CALL, (_, name: string) => {
    needed.add(name);
    return `$packages[${JSON.stringify(name)}]`;
  });
  writeFileSync(outfile, `const $packages = require('./packages.shared.cjs');\n${code}`);
  return needed;
}

/** Each package as a property, in the shape that an ES module imports it in: it is loaded when it is asked for first. */
async function bundlePackages(names: ReadonlySet<string>, outfile: string): Promise<void> {
  const folder = mkdtempSync(`${outfile}-`);
  const properties = [...names].map((name, n) => {
    writeFileSync(join(folder, `${n}.mjs`), `import * as all from ${JSON.stringify(name)}; export { all };`);
    return `get ${JSON.stringify(name)}() { return require('./${n}.mjs').all; }`;
  });
  await build({
    ...EMULATED,
    stdin: { contents: `module.exports = {${properties.join(',\n')}};`, resolveDir: folder },
    nodePaths: [join(ROOT, 'node_modules')],
    outfile,
  });
  rmSync(folder, { recursive: true });
}
