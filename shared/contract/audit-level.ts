/**
 * What an audit entry of a route holds: which fields were changed, and from what to what; only which fields, where their
 * values may be about a person; or there is no entry, where nothing that a tenant set up is changed.
 */
export type AuditLevel = 'values' | 'names' | 'none';

interface Audited {
  readonly audit?: AuditLevel;
  readonly authentication: string;
  readonly method: string;
}

/** Every bearer route that may change something is audited, and shows no value, unless its contract says otherwise. */
export function auditLevel({ audit = 'names', authentication, method }: Audited): AuditLevel {
  return authentication !== 'bearer' || method === 'GET' || method === 'HEAD' ? 'none' : audit;
}
