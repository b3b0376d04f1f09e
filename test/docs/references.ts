import { posix } from 'node:path';

import { scan, type Placed } from './markdown.ts';

/** What is in the repository, as far as documents speak of it. */
export interface Repository {
  /** Every file, from the root: `shared/routes.ts`. */
  readonly files: readonly string[];
  /** Names of the npm scripts. */
  readonly scripts: readonly string[];
  /** @param path of a Markdown file */
  read(path: string): string;
}

/** A link that leads nowhere, a path or a script that does not exist. */
export interface Fault {
  readonly document: string;
  readonly line: number;
  readonly message: string;
}

/** Where a name with a slash must begin to be taken for a path of the repository. */
const ROOMS = /^(admin|bench|client|console|docs|examples|functions|lib|local|mcp|shared|test|\.ci)(\/|$)/;
/** Placeholders of a recipe: `functions/api/<resource>/<verb>-<noun>.ts`, `docs/…`. */
const PLACEHOLDER = /[<>…$]|\.\.\./;
const SCRIPT = /\bnpm (?:run ([\w:-]+)|(start|test)\b)/g;

/** Whatever a document names and the repository does not have. */
export function deadReferences(document: string, repository: Repository): Fault[] {
  const { links, spans, blocks, announced } = scan(repository.read(document));
  const known = knownPaths(repository.files);
  const made = new Set(announced.map(({ text }) => text));
  const faults: Fault[] = [];
  const fault = (line: number, message: string) => faults.push({ document, line, message });

  for (const { text, line } of links) {
    const message = deadLink(document, text, known, repository);
    if (message) fault(line, message);
  }
  for (const { text, line } of spans) {
    for (const path of pathsIn(text)) if (!made.has(path) && !exists(path, known)) fault(line, `there is no ${path}`);
  }
  for (const { text, line } of announced) if (exists(text, known)) fault(line, `${text} is not new, it exists`);
  const commands: Placed[] = [
    ...spans,
    ...blocks.flatMap((block) => block.text.split('\n').map((text, index) => ({ text, line: block.line + index }))),
  ];
  for (const { text, line } of commands) {
    for (const [, run, short] of text.matchAll(SCRIPT)) {
      const script = run ?? short ?? '';
      if (!repository.scripts.includes(script)) fault(line, `there is no npm script ${script}`);
    }
  }
  return faults;
}

interface Known {
  readonly paths: ReadonlySet<string>;
  /** Without their folders. */
  readonly testFiles: ReadonlySet<string>;
}

function knownPaths(files: readonly string[]): Known {
  const paths = new Set(files);
  for (const file of files)
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) paths.add(folder);
  const testFiles = new Set(files.filter((file) => file.endsWith('.test.ts')).map((file) => posix.basename(file)));
  return { paths, testFiles };
}

function deadLink(document: string, target: string, known: Known, { read }: Repository): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : posix.normalize(posix.join(posix.dirname(document), decodeURI(path)));
  if (!exists(file, known)) return `the link leads to ${file}, which does not exist`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return scan(read(file)).anchors.has(decodeURI(anchor)) ? undefined : `${file} has no heading #${anchor}`;
}

/** The paths that a code span names: with `{a,b}` spelled out, without what it says of a line or of all files. */
function pathsIn(span: string): string[] {
  if (/\s/.test(span) || PLACEHOLDER.test(span)) return [];
  if (!span.includes('/')) return /^[\w.-]+\.test\.ts$/.test(span) ? [span] : [];
  if (!ROOMS.test(span)) return [];
  return spelledOut(span).map((path) =>
    path
      .replace(/:\d+$/, '')
      .replace(/\/?\*.*$/, '')
      .replace(/\/$/, ''),
  );
}

function spelledOut(span: string): string[] {
  const [, before = '', choices = '', after = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(span) ?? [];
  return choices === '' ? [span] : choices.split(',').flatMap((choice) => spelledOut(before + choice.trim() + after));
}

/** A test's file may be named alone: it moves with what it tests. */
function exists(path: string, { paths, testFiles }: Known): boolean {
  return path === '.' || paths.has(path.replace(/\/$/, '')) || testFiles.has(path);
}
