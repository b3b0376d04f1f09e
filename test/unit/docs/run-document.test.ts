import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { runDocument } from '../../docs/run-document.ts';
import { startShell } from '../../docs/shell.ts';

/** Answers with the status that the path names. */
const server = createServer((request, response) => {
  response.writeHead(Number(request.url?.slice(1))).end('an answer');
});
let API = '';
const listeners = process.listenerCount('SIGTERM');

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  API = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

function run(block: string, before = '') {
  return runDocument('page.md', `${before}\n\n\`\`\`sh\n${block}\n\`\`\``, { API });
}

test('commands share one shell and its environment', async () => {
  expect(await run('X=$(curl -s $API/200)\ntest "$X" = "an answer"\nf() { test $1 = 1; }\nf 1')).toEqual({
    run: 4,
    skipped: [],
  });
});

test('a command that fails ends the document, and is told with its line and its output', async () => {
  const { run: count, failure } = await run('true\necho words; false\ntrue');
  expect(count).toBe(2);
  expect(failure).toBe('page.md:5: exit code 1\necho words; false\nwords\n');
});

test('a failure inside of a pipe is a failure', async () => {
  expect((await run('false | cat')).failure).toContain('exit code 1');
});

test('an answer that is no success fails the command that exits with 0', async () => {
  expect((await run('curl -s $API/302')).failure).toBeUndefined();
  expect((await run('curl -s $API/500 | cat')).failure).toContain('HTTP 500 where 2xx or 3xx is expected');
});

test('an expected status must come', async () => {
  expect((await run('curl -s $API/409', '<!-- expect: 409 -->')).failure).toBeUndefined();
  expect((await run('curl -s $API/200', '<!-- expect: 409 -->')).failure).toContain('HTTP 200 where 409 is expected');
});

test('what is listed as skipped is not run', async () => {
  expect(await run('npm ci && npm start')).toEqual({ run: 0, skipped: ['npm ci && npm start'] });
});

test('a command that ends the shell, or comes to no end, is a failure', async () => {
  expect((await run('exit 0')).failure).toContain('it did not come to an end');
  const shell = startShell({});
  const started = await shell.run('sleep 600 & echo $!', 10_000);
  expect((await shell.run('sleep 600', 50)).exitCode).toBeNull();
  shell.close();
  await expect.poll(() => existsSync(`/proc/${started.output.trim()}/task`), { timeout: 30_000 }).toBe(false);
});

test('a signal to the process ends the shell', async () => {
  const shell = startShell({});
  const running = shell.run('sleep 600', 10_000);
  process.emit('SIGTERM');
  expect((await running).exitCode).toBeNull();
  shell.close();
  expect(process.listenerCount('SIGTERM')).toBe(listeners);
});
