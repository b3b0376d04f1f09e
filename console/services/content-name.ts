import type { Schemas } from '../../client/src/client.ts';
import { language } from './format.ts';

/** Another text of a campaign: the fields in which it differs from the first. */
export type OtherContent = Schemas['Campaign']['contents'][number];

/** For whom it is: people of a language, people with a tag, or a part of all by chance. */
export type ContentKind = 'language' | 'group' | 'variant';

export function kindOf({ weight, when }: OtherContent): ContentKind {
  if (weight !== undefined) return 'variant';
  return when ? 'group' : 'language';
}

/** What the campaign's own text, the control of an experiment, is called; the others by their variant. */
export const variantName = (variant: string): string => (variant === 'default' ? 'First text' : `Variant ${variant}`);

/**
 * What a text is called: by whom it is for, and by its language.
 * @param contents the texts of the campaign beside its own, whose key is `default`
 * @returns the key itself of one that the campaign has no more
 */
export function textName(contents: readonly OtherContent[] | undefined, key: string): string {
  const other = contents?.find((content) => content.key === key);
  if (!other) return key === 'default' ? variantName(key) : key;
  const kind = kindOf(other);
  const tags = other.when?.tags_any?.join(' or ');
  return [
    kind === 'variant' && variantName(other.variant ?? key),
    kind === 'group' && `People ${tags ? `tagged ${tags}` : 'with a tag'}`,
    other.language && language(other.language),
  ]
    .filter(Boolean)
    .join(', ');
}
