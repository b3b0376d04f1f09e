import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { local } from '../../lib/stage-settings.ts';
import type { Denial } from '../../local/aws/iam/authorizer.ts';
import { startStack } from '../../local/aws/stack.ts';
import { synthesize } from '../../local/synthesize.ts';
import { draw, isExcused } from './draw.ts';
import { isDeniedFor, remove } from './removal.ts';
import { runSuite } from './suite.ts';
import { grantsOf, type TemplateGrant } from './template-grants.ts';

/**
 * Removes grants at random and tells which of them are missed: a stack that does not start without it, or a call that is denied
 * for it while the integration tests run, which fails them. All that a stack starts without are removed together, and those that
 * are not missed then once more alone: one may keep from happening what needs another.
 * @returns the exit code
 */
export async function removeSome(count: number, seed: number): Promise<number> {
  const grants = grantsOf(await synthesize(local));
  const drawn = draw(grants, count, seed);
  const startable: TemplateGrant[] = [];
  for (const grant of drawn) {
    const refusal = await refusalWithout(grant);
    if (refusal === undefined) startable.push(grant);
    else console.log(`noticed: ${nameOf(grant)}; nothing starts: ${refusal}`);
  }
  const isMissed = (grant: TemplateGrant, denials: readonly Denial[]) =>
    denials.some((denial) => isDeniedFor(grant, denial));
  const missing = async (removed: readonly TemplateGrant[]) => {
    const isEnough = (denials: readonly Denial[]) => removed.every((grant) => isMissed(grant, denials));
    const { denials } = await runSuite(removed, isEnough);
    return removed.filter((grant) => !isMissed(grant, denials));
  };
  const unnoticed: TemplateGrant[] = [];
  for (const grant of await missing(startable)) unnoticed.push(...(await missing([grant])));
  for (const grant of startable)
    console.log(
      unnoticed.includes(grant) ? `NOT NOTICED: ${nameOf(grant)}` : `noticed: ${nameOf(grant)}; its call is denied`,
    );
  console.log(
    `${grants.length} grants, ${grants.filter(isExcused).length} of them with a reason to be unused; seed ${seed}: ` +
      `${drawn.length} removed, ${drawn.length - unnoticed.length} noticed`,
  );
  return unnoticed.length > 0 ? 1 : 0;
}

function nameOf({ kind, stack, logicalId, action }: TemplateGrant): string {
  return `${action} in ${stack}.${logicalId} (${kind})`;
}

/** @returns why a stack without the grant does not start; undefined if it does */
async function refusalWithout(grant: TemplateGrant): Promise<string | undefined> {
  const assembly = await synthesize(local);
  remove(assembly, [grant]);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'herald-grants-'));
  try {
    const stack = await startStack({ assembly, dataDirectory, port: 0 });
    await stack.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
}
