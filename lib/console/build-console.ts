import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build, type BuildOptions, type Metafile } from 'esbuild';

import { oneFirstChunk } from './one-first-chunk.ts';
import { plainExports } from './plain-exports.ts';
import { shortJsx } from './short-jsx.ts';
import { ECMA, MADE_BY, smaller } from './smaller.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Where the console is served, on every stage. */
export const CONSOLE_PATH = '/console/';

/** What the console is made of: a result can be kept until one of these changes. */
export const CONSOLE_SOURCES = [
  'console',
  'client/src',
  'shared/content',
  'shared/contract',
  'shared/platform',
  'lib/console',
  'package-lock.json',
];

export interface BuiltConsole {
  /** Names of files in `assets`: what `index.html` loads first, and everything. */
  readonly first: readonly string[];
  readonly all: readonly string[];
}

const ENTRY = 'console/main.tsx';

const OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: { console: ENTRY, style: 'console/styles/console.css', icon: 'console/icon.svg' },
  loader: { '.svg': 'copy' },
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: `es${ECMA}`,
  tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: '__h', jsxFragmentFactory: '__Fragment' } },
  minify: true,
  charset: 'utf8',
  // Part of what the names of files are made of; no script keeps it.
  banner: { js: `// ${MADE_BY}` },
  legalComments: 'none',
  // What libraries do in Node and for their developers' tools never runs here.
  define: { process: 'undefined', 'window.__PREACT_SIGNALS_DEVTOOLS__': 'false' },
  metafile: true,
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Builds the console into a folder: `index.html`, and `assets` with a hash of their content in each name. What the first page
 * needs is one chunk, and all other pages are another.
 */
export async function buildConsole(folder: string): Promise<BuiltConsole> {
  const outdir = join(folder, 'assets');
  const { metafile, outputFiles } = await build({ ...OPTIONS, outdir, plugins: [oneFirstChunk, shortJsx] });
  const entry = outputOf(metafile, ENTRY);
  const first = importedBy(metafile, entry);
  const style = outputOf(metafile, 'console/styles/console.css');
  const icon = outputOf(metafile, 'console/icon.svg');
  mkdirSync(outdir, { recursive: true });
  const scripts = new Map<string, string>();
  for (const { path, text, contents } of outputFiles.filter(({ path }) => basename(path) !== basename(entry)))
    if (path.endsWith('.js')) scripts.set(path, smaller(path, text));
    else writeFileSync(path, contents);
  const shared = Object.keys(metafile.outputs).filter((path) => !metafile.outputs[path]?.entryPoint);
  for (const [path, text] of plainExports(scripts, shared)) writeFileSync(path, text);
  writeFileSync(join(folder, 'index.html'), page({ script: first, style: basename(style), icon: basename(icon) }));
  const all = Object.keys(metafile.outputs).filter((path) => path !== entry);
  return { first: [first, basename(style)], all: all.map((path) => basename(path)) };
}

function outputOf({ outputs }: Metafile, entryPoint: string): string {
  const found = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entryPoint);
  if (!found) throw new Error(`The build has no output for ${entryPoint}.`);
  return found;
}

/** The name of the one chunk that the entry imports and nothing else [one-first-chunk.ts]. */
function importedBy({ outputs }: Metafile, entry: string): string {
  const { imports = [], inputs = {} } = outputs[entry] ?? {};
  const [chunk, ...others] = imports;
  const bytes = Object.values(inputs).reduce((sum, { bytesInOutput }) => sum + bytesInOutput, 0);
  if (!chunk || others.length > 0 || bytes > 0) throw new Error(`${entry} does more than import one chunk.`);
  return basename(chunk.path);
}

interface Loaded {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

/** Nothing inline: the policy permits no script and no style but those from the server. */
function page({ script, style, icon }: Loaded): string {
  const asset = (name: string) => `${CONSOLE_PATH}assets/${name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Herald</title>
<link rel="stylesheet" href="${asset(style)}">
<link rel="icon" href="${asset(icon)}" type="image/svg+xml">
<script type="module" src="${asset(script)}"></script>
</head>
<body><div id="console"></div><noscript>The console needs JavaScript.</noscript></body>
</html>
`;
}
