import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { FUNCTIONS } from '../lib/functions.ts';

/** What puts the console into its bucket is called by CloudFormation alone. */
const LOCAL = FUNCTIONS.filter(({ id }) => id !== 'console.publish').map(({ id }) => id);

/** As `npm start` has it. */
const AS_STARTED = ['--max-semi-space-size=16'];

/** The memory of Herald, its stand-in and the embedded DynamoDB, in a process of their own: at first, after a campaign, and with every function loaded. */
export async function benchMemory(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'memory-worker.ts'), LOCAL, { execArgv: AS_STARTED });
  const kill = () => child.kill();
  process.once('exit', kill);
  await once(child, 'exit');
  process.off('exit', kill);
}
