/**
 * The section of a version in CHANGELOG.md, for the notes of its release.
 *
 *     node tools/release-notes.ts 1.2.0
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @returns the Markdown below the version's heading. @throws Error where there is none, or nothing below it */
export function releaseNotes(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((one) => one.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf('\n')).trim();
  if (!notes)
    throw new Error(
      `CHANGELOG.md says nothing of ${version}. Give its changes a heading of their own: ## [${version}]`,
    );
  return notes;
}

if (import.meta.main) {
  const changelog = await readFile(join(import.meta.dirname, '..', 'CHANGELOG.md'), 'utf8');
  console.log(releaseNotes(changelog, process.argv[2] ?? ''));
}
