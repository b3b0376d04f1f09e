import { api } from '../../../shared/runtime/api.ts';
import { auditEntries, clock, cursors } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';
import { listAudit } from '../../../shared/tenancy/audit.contract.ts';
import { showAuditEntry } from '../../../shared/tenancy/audit.wire.ts';

const needs = { auditEntries, clock, cursors };

export const handle: Handle<typeof listAudit, typeof needs> = ({ query, caller }, { auditEntries, clock, cursors }) => {
  const filter = filtersOf(query);
  return answerList(
    cursors,
    { caller, list: ['audit', JSON.stringify(filter)], query },
    (range) => auditEntries.search(caller.tenant_id, filter, clock.now(), range),
    showAuditEntry,
  );
};

export const handler = api(listAudit, handle, needs);
