import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { startFlags } from '../test/support/start-flags.ts';
import { LOCAL_FUNCTIONS } from './local-functions.ts';

const IDS = LOCAL_FUNCTIONS.map(({ id }) => id);

/** The memory of Herald, its stand-in and the embedded DynamoDB, in a process of their own: at first, after a campaign, and with every function loaded. */
export async function benchMemory(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'memory-worker.ts'), IDS, { execArgv: [...startFlags()] });
  const kill = () => child.kill();
  process.once('exit', kill);
  await once(child, 'exit');
  process.off('exit', kill);
}
