import { kindOf, type ContentKind, type OtherContent } from './content-name.ts';
import { buttonId, type Draft, type DraftButton } from './draft.ts';

/** Why no more can be added. */
export const AS_MANY = 'There are as many as there can be';
const MAX_CONTENTS = 19;
const MAX_VARIANTS = 8;
const CHANCE = { metric: 'tapped', window_hours: 24, test_share: 1, no_winner: 'control' } as const;

/** The draft as those read it who get another text. */
export function draftWith(
  draft: Draft,
  { key: _, when: __, variant: ___, weight: ____, ...given }: OtherContent,
): Draft {
  const fields = Object.entries<unknown>(given).filter(([, value]) => value !== undefined);
  return { ...draft, ...Object.fromEntries(fields.map(([name, value]) => [name, value ?? ''])) };
}

/** Which kinds can be added still. */
export function mayAdd({ contents }: Draft, kind: ContentKind): boolean {
  const variants = contents.filter((other) => kindOf(other) === 'variant').length;
  return contents.length < MAX_CONTENTS && (kind !== 'variant' || variants < MAX_VARIANTS - 1);
}

/** One more text. The first variant makes the campaign's own text one, too, and begins an experiment. */
export function withContent(draft: Draft, kind: ContentKind): Partial<Draft> {
  const taken = draft.contents.map(({ key }) => key);
  const made = (base: string, fields: Partial<OtherContent>) => ({
    key: buttonId(base, taken),
    message_content: '',
    ...fields,
  });
  if (kind === 'language') return { contents: [...draft.contents, made('translation', { language: 'de' })] };
  if (kind === 'group') return { contents: [...draft.contents, made('group', { when: { tags_any: [] } })] };
  const letter = 'bcdefgh'.split('').find((name) => !taken.includes(name)) ?? 'b';
  return {
    contents: [...draft.contents, made(letter, { weight: 1 })],
    weight: draft.weight ?? 1,
    // One at a time can be compared: texts, or hours.
    send_time: null,
    experiment: draft.experiment ?? { ...CHANCE, metric: draft.buttons.length > 0 ? 'tapped' : 'replied' },
  };
}

/** Without the last variant there is no experiment. */
export function withoutContent(draft: Draft, place: number): Partial<Draft> {
  const contents = draft.contents.filter((_, at) => at !== place);
  const isTest = contents.some((other) => kindOf(other) === 'variant');
  return { contents, ...(!isTest && { weight: null, experiment: null }) };
}

/** What other texts call the campaign's buttons, once those are changed: by their ids, else by their places. */
export function withButtons({ contents, buttons: before }: Draft, buttons: readonly DraftButton[]): Partial<Draft> {
  const renamed = (own: NonNullable<OtherContent['buttons']>) =>
    buttons.map((button, place) => {
      const same =
        own.find(({ id }) => id === button.id) ?? (buttons.length === before.length ? own[place] : undefined);
      const old = before.find(({ id }) => id === same?.id);
      return { ...button, title: same && same.title !== old?.title ? same.title : button.title };
    });
  const isOurs = ({ buttons: own }: OtherContent) => own?.every(({ id }) => before.some((button) => button.id === id));
  return {
    buttons,
    contents: contents.map((other) => (isOurs(other) ? { ...other, buttons: renamed(other.buttons ?? []) } : other)),
  };
}
