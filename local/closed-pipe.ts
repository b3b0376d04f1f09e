import type { Writable } from 'node:stream';

/** Drops output whose reader is gone (`npm start | head`), which would end the process otherwise. */
export function ignoreClosedPipes(...outputs: readonly Writable[]): void {
  for (const output of outputs) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
