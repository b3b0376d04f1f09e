import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Repository } from './references.ts';

const NO_SOURCE = /^(node_modules|build|cdk\.out|\.git|\.herald.*)$/;
const ROOT = join(import.meta.dirname, '../..');
/** README is what people read before they decide to read on. */
const README_BYTES = 10_240;
/** Whose commands are run. */
export const RUNNABLE = ['README.md', 'docs/walkthrough.md'] as const;

export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The repository's files, without what is installed, built or kept there. */
export function repository(): Repository {
  const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };
  return { files: filesIn(''), scripts: Object.keys(scripts), read: readDocument };
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NO_SOURCE.test(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** The documents that are checked. */
export function documentsOf({ files }: Repository): string[] {
  return files.filter((file) => /^[^/]+\.md$|^(client|docs)\/.*\.md$/.test(file)).toSorted();
}

/** @returns by how many bytes README is too long, if it is */
export function readmeExcess(text: string): number {
  return Math.max(0, Buffer.byteLength(text) - README_BYTES);
}
