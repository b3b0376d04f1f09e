import { basename } from 'node:path';

const EXPORTS = /export\{([^}]*)\};?\s*$/;
const IMPORTS = /import\{([^}]*)\}from"\.\/([^"]*)"/g;

/** "local as other" of a clause. */
const pairsOf = (clause: string): readonly (readonly [string, string])[] =>
  clause.split(',').map((part) => {
    const [name = '', other = name] = part.trim().split(' as ');
    return [name, other];
  });

/** In this order they compress best. */
const byEnds = (a: string, b: string): number => (fromEnd(a) < fromEnd(b) ? -1 : 1);
const fromEnd = (part: string): string => [...part.split(' ', 1).join()].toReversed().join('');

/**
 * Exports of chunks by the names that they have within. Esbuild gives each another one before the scripts are minified, so that
 * both scripts would have two names for each.
 * @param scripts by their paths, as they are when they are minified
 * @param chunks the paths of those that no script imports by a call, whose names would be properties there
 */
export function plainExports(
  scripts: ReadonlyMap<string, string>,
  chunks: readonly string[],
): ReadonlyMap<string, string> {
  const names = new Map<string, ReadonlyMap<string, string>>();
  const exported = [...scripts].map(([path, text]) => {
    if (!chunks.some((chunk) => basename(chunk) === basename(path))) return [path, text] as const;
    return [
      path,
      text.replace(EXPORTS, (_, clause: string) => {
        const pairs = pairsOf(clause);
        names.set(basename(path), new Map(pairs.map(([local, other]) => [other, local])));
        return `export{${pairs.map(([local]) => local).join()}};`;
      }),
    ] as const;
  });
  return new Map(
    exported.map(([path, text]) => [
      path,
      text.replaceAll(IMPORTS, (whole, clause: string, from: string) => {
        const now = names.get(from);
        if (!now) return whole;
        const parts = pairsOf(clause).map(([name, local]) => `${now.get(name)} as ${local}`);
        return `import{${parts.toSorted(byEnds).join()}}from"./${from}"`;
      }),
    ]),
  );
}
