import * as z from 'zod';

import { beginJob, type BeginJobPorts } from '../job/begin-job.ts';
import type { JobKind, StepResult } from '../job/job-kind.ts';
import { timestamp } from '../platform/clock.ts';
import type { Providers } from '../provider/provider.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { templateFound } from './look-at-template.ts';
import type { Templates } from './template.store.ts';

/** The name of this work in the registry of job kinds. */
export const TEMPLATE_SYNC = 'template.sync';

/** Begins to look at every template of a tenant's account. @returns the job's id */
export function beginSync(tenant_id: string, created_by: string, ports: BeginJobPorts): Promise<string> {
  return beginJob({ tenant_id, kind: TEMPLATE_SYNC, scope: 'conversations:view', input: {}, created_by }, ports);
}

export interface SyncPorts {
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly templateProviders: Providers<'accountOf' | 'listTemplates'>;
  readonly templates: Templates;
}

/** First the provider's pages, then the rows that no page named, which are gone. */
const position = z.union([
  z.object({ since: z.string(), page: z.string() }),
  z.object({ since: z.string(), rows: z.record(z.string(), z.unknown()).nullable() }),
]);
/** How many rows one step looks through. */
const ROWS = 100;

/** Takes over every template of the tenant's account as it is now, a page a step; whatever is there no more is marked so. */
export function syncTemplates({ credentials, templateProviders, templates }: SyncPorts): JobKind {
  const provider = templateProviders(undefined);
  return {
    async step({ tenant_id, position: reached }, now): Promise<StepResult> {
      const at = reached ? position.parse(reached) : undefined;
      const since = at?.since ?? timestamp(now);
      if (at && 'rows' in at) {
        const page = await templates.page(tenant_id, {}, { limit: ROWS, after: at.rows ?? undefined });
        const missing = page.items.filter(({ status, last_synced_at }) => status !== 'gone' && last_synced_at < since);
        for (const one of missing) await templates.markGone(one, since);
        return { next: page.last && { since, rows: page.last }, done: { gone: missing.length } };
      }
      const vault = await credentials.get(tenant_id);
      if (!vault) throw new Error('The tenant has no provider credentials.');
      const { templates: found, next } = await provider.listTemplates(vault, at?.page);
      const account = provider.accountOf(vault);
      for (const one of found) await templates.put(templateFound(tenant_id, account, one, timestamp(now)));
      return { next: next ? { since, page: next } : { since, rows: null }, done: { templates: found.length } };
    },
  };
}
