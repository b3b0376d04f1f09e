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
  expect(() => output.emit('error', failure('ENOSPC'))).toThrow('ENOSPC');
});
