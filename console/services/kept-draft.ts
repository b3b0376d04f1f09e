import { EMPTY, type Draft } from './draft.ts';
import { isLike, PLACES, recall } from './storage.ts';

export type Times = Pick<Draft, 'at' | 'recurrence'>;

/** What this computer keeps of a draft that is not in Herald yet, and of which version of the campaign it was made. */
export interface Kept {
  readonly draft: Partial<Draft>;
  readonly updated_at?: string | undefined;
  /** The times that Herald had then. */
  readonly times: Times;
}

/** As far as a page needs it to show a draft. */
const SAMPLE: Readonly<Record<string, unknown>> = {
  ...EMPTY,
  buttons: [{ title: '' }],
  contents: [{ key: '' }],
  weight: 0,
  experiment: {},
  holdout: 0,
  send_time: '',
  target_criteria: {},
  recurrence: { days: [0] },
};

/** What this tab keeps of a draft, else what another one does. A field that cannot be read is as Herald has it. */
export function keptDraft(slot: string): Kept {
  const [kept] = PLACES.flatMap((place) => recall<Partial<Kept>>(place, slot, {}) ?? []);
  const fields = Object.entries(kept?.draft ?? {}).filter(
    ([name, value]) => value === EMPTY[name as keyof Draft] || isLike(SAMPLE[name], value),
  );
  return { ...kept, draft: Object.fromEntries(fields), times: kept?.times ?? EMPTY };
}
