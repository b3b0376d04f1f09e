/**
 * Which of the permissions the integration tests need, and whether the others have a reason; or whether it is noticed when
 * some are gone.
 *
 *     npm run grants
 *     npm run grants -- --remove 10 --seed 1
 *     HERALD_GRANTS=/tmp/grants npm test; npm run grants -- --of /tmp/grants
 */
import * as z from 'zod';

import { readCommandLine } from '../../admin/command-line.ts';
import { wholeNumber } from '../../admin/settings.ts';
import type { Grant } from '../../local/aws/iam/grants.ts';
import { removeSome } from './remove.ts';
import { readGrants, runSuite } from './suite.ts';
import { UNUSED } from './unused.ts';

const { values } = readCommandLine({
  usage: 'npm run grants [-- --remove 10 [--seed 1] | --of <the folder that HERALD_GRANTS named for tests>]',
  options: {
    remove: wholeNumber(1, 1_000).optional(),
    seed: wholeNumber(1, 2 ** 31 - 1).default(1),
    of: z.string().optional(),
  },
});

process.exitCode =
  values.remove === undefined
    ? report(await grantsOf(values.of), values.of === undefined)
    : await removeSome(values.remove, values.seed);

function nameOf({ owner, action, resource }: Grant): string {
  return `${owner} ${action} ${withoutTime(resource)}`;
}

/** A stream's ARN holds the time at which its table was made. */
function withoutTime(text: string): string {
  return text.replaceAll(/\/stream\/[^ /]+/g, '/stream/*');
}

/** @param folder of tests that have been run; they are run now, unless it is given */
async function grantsOf(folder: string | undefined): Promise<readonly Grant[]> {
  if (folder !== undefined) return readGrants(folder);
  const { passed, grants } = await runSuite();
  if (!passed) throw new Error('The tests failed, so what they need is not known.');
  return grants;
}

/**
 * @param isExact whether a reason that nothing is unused for is a fault, too: whether a rare call is made can be a matter of timing
 * @returns the exit code
 */
function report(all: readonly Grant[], isExact: boolean): number {
  if (all.length === 0) throw new Error('No Herald has told what it was allowed.');
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
  return open.length > 0 || (isExact && needless.length > 0) ? 1 : 0;
}
