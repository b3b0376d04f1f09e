import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import { ignoreClosedPipes } from '../../../local/closed-pipe.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });

test('a pipe that its reader has closed is ignored', () => {
  const outputs = [new PassThrough(), new PassThrough()];
  ignoreClosedPipes(...outputs);
  for (const output of outputs) expect(() => output.emit('error', failure('EPIPE'))).not.toThrow();
});

test('any other failure to write is thrown', () => {
  const output = new PassThrough();
  ignoreClosedPipes(output);
  expect(() => output.emit('error', failure('EIO'))).toThrow('EIO');
});

test('output to a full disk ends the process with a sentence and without a stack trace', () => {
  const source = `import { ignoreClosedPipes } from ${JSON.stringify(join(import.meta.dirname, '../../../local/closed-pipe.ts'))};
    ignoreClosedPipes(process.stdout, process.stderr);
    console.log('lost');`;
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect([status, stderr]).toEqual([
    1,
    'The disk that the output is written to is full. Make space and start again.\n',
  ]);
});
