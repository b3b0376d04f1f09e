import { listExports } from '../../../shared/export/export.contract.ts';
import { jobOf } from '../../../shared/export/export.store.ts';
import { showExport } from '../../../shared/export/export.wire.ts';
import { permits } from '../../../shared/contract/permits.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, cursors, exports, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { clock, cursors, exports, jobs };

export const handle: Handle<typeof listExports, typeof needs> = async (
  { query, caller },
  { clock, cursors, exports, jobs },
) => {
  const { tenant_id, scopes } = caller;
  const isSeen = (found: { readonly scopes: readonly (typeof scopes)[number][] }) =>
    found.scopes.every((scope) => permits(scopes, scope));
  const page = await answerList(cursors, { caller, list: ['exports', ...scopes.toSorted()], query }, (range) =>
    exports.page(tenant_id, isSeen, range),
  );
  const found = new Map((await jobs.getAll(page.data.map(jobOf))).map((job) => [job.id, job]));
  const now = clock.now();
  return { ...page, data: page.data.map((one) => showExport(one, found.get(one.job_id), now)) };
};

export const handler = api(listExports, handle, needs);
