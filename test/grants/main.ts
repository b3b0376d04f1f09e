/**
 * Which of the permissions the integration tests need, and whether the others have a reason; or whether it is noticed when
 * some are gone.
 *
 *     npm run grants
 *     npm run grants -- --remove 10 --seed 1
 */
import { readCommandLine } from '../../admin/command-line.ts';
import { wholeNumber } from '../../admin/settings.ts';
import type { Grant } from '../../local/aws/iam/grants.ts';
import { removeSome } from './remove.ts';
import { runSuite } from './suite.ts';
import { UNUSED } from './unused.ts';

const { values } = readCommandLine({
  usage: 'npm run grants [-- --remove 10 [--seed 1]]',
  options: { remove: wholeNumber(1, 1_000).optional(), seed: wholeNumber(1, 2 ** 31 - 1).default(1) },
});

process.exitCode = values.remove === undefined ? await reportUnused() : await removeSome(values.remove, values.seed);

function nameOf({ owner, action, resource }: Grant): string {
  return `${owner} ${action} ${withoutTime(resource)}`;
}

/** A stream's ARN holds the time at which its table was made. */
function withoutTime(text: string): string {
  return text.replaceAll(/\/stream\/[^ /]+/g, '/stream/*');
}

async function reportUnused(): Promise<number> {
  const { passed, grants } = await runSuite();
  if (!passed) throw new Error('The tests failed, so what they need is not known.');
  return report(grants);
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
