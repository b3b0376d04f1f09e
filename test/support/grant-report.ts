/** What `npm run grants` (test/grants/) asks of a Herald that runs for it: to miss some grants, and to tell what it was denied. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Grant } from '../../local/aws/iam/grants.ts';
import { NOT_ALLOWED } from '../../local/aws/stack.ts';
import type { HeraldOptions } from '../../local/herald.ts';
import { remove } from '../grants/removal.ts';
import type { TemplateGrant } from '../grants/template-grants.ts';

/** The options of a Herald so that each denied call is told at once. @param log takes all that it logs, too */
export function watched(log: HeraldOptions['log']): Pick<HeraldOptions, 'alter' | 'log'> {
  const { HERALD_GRANTS: folder, HERALD_WITHOUT: without = '[]' } = process.env;
  if (!folder) return log ? { log } : {};
  const file = join(folder, `denied-${randomUUID()}`);
  return {
    alter: (assembly) => remove(assembly, JSON.parse(without) as TemplateGrant[]),
    log(line) {
      log?.(line);
      if (line.includes(NOT_ALLOWED)) appendFileSync(file, `[${line}]\n`);
    },
  };
}

/** Tells what its policies allow, and what calls have needed, once it ends. */
export function reportGrants(grants: readonly Grant[]): void {
  const folder = process.env['HERALD_GRANTS'];
  if (folder) appendFileSync(join(folder, `grants-${randomUUID()}`), `${JSON.stringify(grants)}\n`);
}
