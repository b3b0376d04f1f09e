import { invalid } from '../platform/errors.ts';

/** Above how many people the installation wants an approval of every tenant's campaigns; undefined where it leaves that to them. */
export type ApprovalBound = number | undefined;

interface Asking {
  readonly approval_above?: number | undefined;
}

/** What holds for a tenant: its own figure where it is stricter than the installation's. */
export function withApprovalBound<Item extends Asking>(tenant: Item, bound: ApprovalBound): Item {
  if (bound === undefined) return tenant;
  return { ...tenant, approval_above: Math.min(tenant.approval_above ?? bound, bound) };
}

/** Refuses a figure above the installation's; null is none of its own. @throws HeraldError 400 */
export function requireWithinBound(approval_above: number | null | undefined, bound: ApprovalBound): void {
  if (bound === undefined || (approval_above ?? 0) <= bound) return;
  const message = `must be at most ${bound}: this installation asks for an approval above that. Give less, or null for ${bound}`;
  throw invalid([{ path: 'approval_above', code: 'too_big', message }]);
}
