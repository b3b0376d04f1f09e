import { NEED_MORE } from './audience.ts';
import { levelsOf, type StoredCriteria } from './criteria.ts';

/** The fields by which a campaign asks something of customers. */
export interface Asking {
  readonly target_criteria: StoredCriteria;
  readonly contents: readonly { readonly when?: StoredCriteria | undefined }[];
  readonly recommend?: object | undefined;
}

/** Everything that a campaign asks of customers: whom it is for, and which of them get which content. */
export function askedBy({ target_criteria, contents }: Asking): readonly [StoredCriteria, ...StoredCriteria[]] {
  return [target_criteria, ...contents.flatMap(({ when }) => when ?? [])];
}

/** Whether it takes more than a customer's row to know whether they fit. */
export function needsFacts(criteria: StoredCriteria): boolean {
  return levelsOf(criteria).some((level) => NEED_MORE.some((name) => level[name] !== undefined));
}

/**
 * Whether contents are chosen when people are planned, and kept until they are sent to: what somebody did with other campaigns
 * goes on changing and is not in their row, and a webhook is asked once.
 */
export function isChosenAtPlanning({ contents = [], recommend }: Partial<Omit<Asking, 'target_criteria'>>): boolean {
  return recommend !== undefined || contents.some(({ when }) => when !== undefined && needsFacts(when));
}
