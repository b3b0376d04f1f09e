import { GONE, type Review } from '../provider/provider.ts';
import type { Template } from './template.ts';

/** What a template that was looked at says of the campaigns that use it. @returns undefined for a draft, which says nothing */
export function reviewOf({
  status,
  rejection_reason,
}: Pick<Template, 'status' | 'rejection_reason'>): Review | undefined {
  if (status === 'draft') return undefined;
  if (status === 'gone') return GONE;
  if (status === 'approved') return { state: status };
  if (status === 'submitted') return { state: 'pending' };
  return { state: status, reason: rejection_reason ?? status };
}
