import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';

import { build, type BuildOptions, type OnResolveResult, type Plugin } from 'esbuild';

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

/** esbuild's call of what is in another file, with what it makes of a package that it does not know to be an ES module. */
const CALL = /(?:__toESM\()?require\("([^"]+)"\)(?:(?:, 1)?\))?/g;

/** How a file of functions names a module that all of them share. */
const SHARED = 'herald/';
/** Modules that keep something of their function: its environment, and what is signed in as its role. */
const OF_A_FUNCTION = /^shared\/runtime\//;

/**
 * Bundles functions for the emulator: what is a function's own in one file, the modules that keep nothing of a function in
 * another, all packages in a third, and a folder for each function that takes its handler from the first. A thread of the
 * emulator compiles a file once for all functions, and loads what is shared once: most of a function's start, and of its memory.
 */
export async function bundleTogether({
  entries,
  outdir,
}: {
  readonly entries: readonly FunctionDeclaration[];
  readonly outdir: string;
}): Promise<void> {
  const loads = entries.map(({ id, entry }) => `${JSON.stringify(id)}: () => require('./${entry}')`);
  const functions = { contents: `module.exports = {${loads.join(',\n')}};`, resolveDir: ROOT };
  const [modules, packages] = await bundle(functions, join(outdir, 'functions.cjs'), {
    packages: 'external',
    plugins: [withoutShared],
  });
  const [, theirs] = await bundleAll(modules, join(outdir, 'modules.shared.cjs'), {
    packages: 'external',
    plugins: [withoutOwn],
  });
  await bundleAll(packages.union(theirs), join(outdir, 'packages.shared.cjs'), {
    nodePaths: [join(ROOT, 'node_modules')],
  });
  for (const { id } of entries) {
    const folder = join(outdir, functionFolder({ id }));
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'index.cjs'),
      `module.exports = require('../functions.cjs')[${JSON.stringify(id)}]();\n`,
    );
  }
}

/** Leaves out the modules that all functions share. */
const withoutShared = resolving(({ module, isOwn }) =>
  module.startsWith('shared/') && !isOwn ? { path: `${SHARED}${module}`, external: true } : undefined,
);

/** Refuses what is a function's own in the modules that all of them share. */
const withoutOwn = resolving(({ module, isOwn, importer }) =>
  isOwn ? { errors: [{ text: `${importer} is shared by all functions, and ${module} is of one` }] } : undefined,
);

function resolving(
  resolve: (found: { module: string; isOwn: boolean; importer: string }) => OnResolveResult | undefined,
): Plugin {
  return {
    name: 'modules',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
        const module = relative(ROOT, join(resolveDir, path));
        return resolve({ module, isOwn: OF_A_FUNCTION.test(module), importer });
      });
    },
  };
}

/** Each as a property, in the shape that an ES module imports it in: it is loaded when it is asked for first. */
async function bundleAll(names: ReadonlySet<string>, outfile: string, options: BuildOptions): Promise<Needed> {
  const folder = mkdtempSync(`${outfile}-`);
  const properties = [...names].map((name, n) => {
    const path = name.startsWith(SHARED) ? join(ROOT, name.slice(SHARED.length)) : name;
    writeFileSync(join(folder, `${n}.mjs`), `import * as all from ${JSON.stringify(path)}; export { all };`);
    return `get ${JSON.stringify(name)}() { return require('./${n}.mjs').all; }`;
  });
  const contents = `module.exports = {${properties.join(',\n')}};`;
  const needed = await bundle({ contents, resolveDir: folder }, outfile, options);
  rmSync(folder, { recursive: true });
  return needed;
}

type Needed = readonly [modules: ReadonlySet<string>, packages: ReadonlySet<string>];

/** @returns what it needs of the other files */
async function bundle(stdin: BuildOptions['stdin'] & object, outfile: string, options: BuildOptions): Promise<Needed> {
  const { outputFiles } = await build({ ...EMULATED, ...options, stdin, write: false });
  const [modules, packages] = [new Set<string>(), new Set<string>()];
  const code = outputFiles[0]!.text.replace(CALL, (call, name: string) => {
    if (isBuiltin(name)) return call;
    const isModule = name.startsWith(SHARED);
    (isModule ? modules : packages).add(name);
    return `${isModule ? '$modules' : '$packages'}[${JSON.stringify(name)}]`;
  });
  const others = [
    ...(modules.size > 0 ? ["const $modules = require('./modules.shared.cjs');"] : []),
    ...(packages.size > 0 ? ["const $packages = require('./packages.shared.cjs');"] : []),
  ];
  writeFileSync(outfile, [...others, code].join('\n'));
  return [modules, packages];
}
