import type { Writable } from 'node:stream';

/**
 * Drops output whose reader is gone (`npm start | head`), which would end the process otherwise. Output to a file on a full disk
 * does end it, with a sentence.
 */
export function ignoreClosedPipes(...outputs: readonly Writable[]): void {
  for (const output of outputs) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (error.code !== 'ENOSPC') throw error;
      console.error('The disk that the output is written to is full. Make space and start again.');
      process.exit(1);
    });
  }
}
