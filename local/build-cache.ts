import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

export interface BuildCacheOptions {
  /** What `sources` and `folder` are relative to. */
  readonly root: string;
  /** Files, and folders with all that is in them. */
  readonly sources: readonly string[];
  readonly folder: string;
}

export interface BuildCache {
  /**
   * What `build` makes of the sources: kept from an earlier time when no source has changed since, otherwise made anew.
   * Processes that build the same at the same time each build it, and use what the first has finished.
   * @param variant what the result depends on besides the sources
   * @param build fills the folder that it is given
   * @returns the folder that holds the result
   * @throws Error when the sources change again and again meanwhile
   */
  built(variant: string, build: (folder: string) => Promise<unknown>): Promise<string>;
}

/** As many as a test run uses, and some of the versions before. */
const KEPT = 16;
/** Whatever was used since may belong to a Herald that runs. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** How often the sources may change during a build. */
const ATTEMPTS = 3;

/** Keeps what is built from sources, by a hash of their contents. */
export function buildCache({ root, sources, folder }: BuildCacheOptions): BuildCache {
  const cache = join(root, folder);

  function pathOf(variant: string): string {
    const hash = createHash('sha256').update(JSON.stringify([variant, root, process.version]));
    for (const file of sources.flatMap(filesOf)) {
      hash.update(JSON.stringify(file)).update(readFileSync(join(root, file)));
    }
    return join(cache, hash.digest('hex').slice(0, 32));
  }

  function filesOf(source: string): readonly string[] {
    if (statSync(join(root, source)).isFile()) return [source];
    const entries = readdirSync(join(root, source), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)).sort();
  }

  function removeOld(): void {
    const entries = readdirSync(cache).map((name) => ({ name, at: statSync(join(cache, name)).mtimeMs }));
    for (const { name, at } of entries.sort((a, b) => b.at - a.at).slice(KEPT)) {
      if (at < Date.now() - KEPT_MS) rmSync(join(cache, name), { recursive: true, force: true });
    }
  }

  return {
    async built(variant, build) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const path = pathOf(variant);
        if (existsSync(path)) {
          const now = new Date();
          utimesSync(path, now, now);
          return path;
        }
        const unfinished = join(cache, `unfinished-${randomUUID()}`);
        mkdirSync(unfinished, { recursive: true });
        try {
          await build(unfinished);
          // A source that was saved meanwhile may be in the result or not.
          if (pathOf(variant) !== path) continue;
          if (finish(unfinished, path)) removeOld();
          return path;
        } finally {
          rmSync(unfinished, { recursive: true, force: true });
        }
      }
      throw new Error('The sources changed again and again while they were built. Start again.');
    },
  };
}

/** @returns false when another process has finished before */
function finish(unfinished: string, path: string): boolean {
  try {
    renameSync(unfinished, path);
    return true;
  } catch (error) {
    if (existsSync(path)) return false;
    throw error;
  }
}
