/**
 * `npm run check:docs`: do the documents' links, paths and scripts exist? With `--run`, are the commands of README.md and
 * docs/walkthrough.md right, too? They are run on a Herald that this starts and ends.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHeraldProcess } from '../support/herald-process.ts';
import { SKIPPED } from './commands.ts';
import { deadReferences } from './references.ts';
import { documentsOf, readDocument, readmeExcess, repository, RUNNABLE } from './repository.ts';
import { runDocument, type Result } from './run-document.ts';

const files = repository();
const documents = documentsOf(files);
const faults = documents.flatMap((document) => deadReferences(document, files));
for (const { document, line, message } of faults) console.error(`${document}:${line}: ${message}`);
const excess = readmeExcess(readDocument('README.md'));
if (excess > 0) console.error(`README.md is ${excess} bytes too long.`);
console.log(`${documents.length} documents, ${faults.length} dead references`);
let failed = faults.length > 0 || excess > 0;
if (process.argv.includes('--run')) failed = !(await runCommands()) || failed;
process.exitCode = failed ? 1 : 0;

async function runCommands(): Promise<boolean> {
  const HERALD_DATA = await mkdtemp(join(tmpdir(), 'herald-docs-'));
  try {
    const KEY = 'hk_of_the_documents_check';
    const herald = await startHeraldProcess({ HERALD_DATA, PORT: '0', HERALD_API_KEY: KEY });
    try {
      const results: Result[] = [];
      for (const document of RUNNABLE) {
        if (results.some(({ failure }) => failure)) break;
        results.push(await runDocument(document, readDocument(document), { API: herald.url, KEY }));
      }
      const failures = results.flatMap(({ failure }) => failure ?? []);
      for (const failure of failures) console.error(failure);
      for (const command of new Set(results.flatMap(({ skipped }) => skipped)))
        console.log(`skipped: ${command} (${SKIPPED[command]})`);
      const run = results.reduce((sum, result) => sum + result.run, 0);
      console.log(`${run} commands run, ${failures.length} failed`);
      return failures.length === 0;
    } finally {
      await herald.end('SIGTERM');
    }
  } finally {
    await rm(HERALD_DATA, { recursive: true, force: true });
  }
}
