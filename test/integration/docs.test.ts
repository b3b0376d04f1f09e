import { expect, inject, test } from 'vitest';

import { SKIPPED } from '../docs/commands.ts';
import { readDocument, RUNNABLE } from '../docs/repository.ts';
import { runDocument } from '../docs/run-document.ts';
import { newTenant } from '../support/tenant.ts';

const herald = inject('herald');

test.concurrent.for(RUNNABLE)('every command of %s does what the document says', async (path) => {
  const { api_key: KEY, credentials } = await newTenant(herald);
  const { run, failure } = await runDocument(path, readDocument(path), {
    API: herald.url,
    KEY,
    TWILIO_ACCOUNT_SID: credentials?.account_sid ?? '',
    TWILIO_AUTH_TOKEN: credentials?.auth_token ?? '',
  });

  expect(failure).toBeUndefined();
  expect(run).toBeGreaterThan(5);
});

test('every command that is skipped stands in a document', () => {
  const documents = RUNNABLE.map(readDocument).join('\n');
  expect(Object.keys(SKIPPED).filter((command) => !documents.includes(`\n${command}\n`))).toEqual([]);
});
