import { clock, credentials, ids, jobQueue, jobs } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { beginSync } from '../../../shared/template/sync-templates.ts';
import { syncTemplates } from '../../../shared/template/template.contract.ts';
import { withAccount } from '../../../shared/template/with-account.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { clock, credentials, ids, jobQueue, jobs };

export const handle: Handle<typeof syncTemplates, typeof needs> = ({ caller }, { credentials, ...ports }) =>
  withAccount(caller.tenant_id, credentials, async () => ({
    job_id: await beginSync(caller.tenant_id, actorName(caller.actor), ports),
  }));

export const handler = api(syncTemplates, handle, needs);
