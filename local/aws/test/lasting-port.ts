import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A system gives whoever asks for any port one of those above: on Linux from 32,768, elsewhere from 49,152. */
const PORTS = { from: 10_000, to: 32_768 };
const MAX_TRIED = 20;

/**
 * A loopback port that nobody listens on, and that nobody is given who asks for any: for what is to listen on it later, or again. One that
 * the system gave may be another program's by then, once in some thousands of times while other tests run.
 */
export async function lastingPort(): Promise<number> {
  for (let tried = 0; tried < MAX_TRIED; tried += 1) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer();
    try {
      await once(probe.listen(port, '127.0.0.1'), 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      continue;
    }
    await once(probe.close(), 'close');
    return port;
  }
  throw new Error(`Of ${MAX_TRIED} ports each is in use.`);
}
