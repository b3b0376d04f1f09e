import { KEEP_DAYS, SPEND_AMOUNT, type RetentionKind } from '../../shared/contract/tenant-limits.ts';
import { count } from './format.ts';

export const KINDS = Object.keys(KEEP_DAYS) as readonly RetentionKind[];

export const daysBetween = (kind: RetentionKind): string =>
  `${count(KEEP_DAYS[kind].min)} to ${count(KEEP_DAYS[kind].max)}`;

/** Why something cannot be kept for so many days; nothing typed is Herald's own choice. */
export function daysFault(kind: RetentionKind, typed: string): string | undefined {
  const { min, max } = KEEP_DAYS[kind];
  const days = Number(typed);
  return typed === '' || (Number.isInteger(days) && days >= min && days <= max)
    ? undefined
    : `Give whole days, ${daysBetween(kind)}.`;
}

/** Why a day cannot cost at most so much; nothing typed is any amount. */
export function amountFault(typed: string): string | undefined {
  if (typed === '') return undefined;
  if (!SPEND_AMOUNT.pattern.test(typed)) return `It ${SPEND_AMOUNT.words}.`;
  return SPEND_AMOUNT.positive.test(typed) ? undefined : 'It must be more than 0; to send nothing, stop all sending.';
}
