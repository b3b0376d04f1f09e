/** `npm run grants`: which of the permissions the integration tests need, and whether the others have a reason. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Grant } from '../../local/aws/iam/grants.ts';
import { UNUSED } from './unused.ts';

const nameOf = ({ owner, action, resource }: Grant) => `${owner} ${action} ${resource}`;
/** A stream's ARN holds the time at which its table was made. */
const withoutTime = (text: string) => text.replaceAll(/\/stream\/[^ /]+/g, '/stream/*');

const folder = await mkdtemp(join(tmpdir(), 'herald-grants-'));
try {
  const vitest = spawn('vitest', ['run', '--project', 'integration'], {
    env: { ...process.env, HERALD_GRANTS: folder },
    stdio: 'inherit',
  });
  const [code] = (await once(vitest, 'exit')) as [number];
  if (code !== 0) throw new Error('The tests failed, so what they need is not known.');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  process.exitCode = report(files.flatMap((text) => JSON.parse(withoutTime(text)) as Grant[]));
} finally {
  await rm(folder, { recursive: true });
}

/** @returns the exit code */
function report(all: readonly Grant[]): number {
  const grants = new Map(all.map((grant) => [nameOf(grant), grant]));
  const used = new Set(all.filter((grant) => grant.used).map(nameOf));
  const unused = [...grants.values()].filter((grant) => !used.has(nameOf(grant)));
  const explains = (grant: Grant) =>
    UNUSED.filter(({ owner, action }) => owner.test(grant.owner) && action.test(grant.action));
  const open = unused.filter((grant) => explains(grant).length === 0);
  const needless = UNUSED.filter((reason) => !unused.some((grant) => explains(grant).includes(reason)));
  for (const grant of open)
    console.log(`no call needed ${grant.action} on ${grant.resource}, allowed to ${grant.owner}`);
  for (const { reason } of needless) console.log(`nothing is unused for this reason: ${reason}`);
  console.log(
    `${grants.size} grants: ${used.size} were needed, ${unused.length - open.length} have a reason, ${open.length} have none`,
  );
  return open.length + needless.length > 0 ? 1 : 0;
}
