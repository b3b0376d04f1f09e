import { isTemplated, type CampaignContent } from '../campaign/contents.ts';
import { bodyLimit } from '../content/content-faults.ts';
import { placeholdersOf, type Content } from '../content/content.ts';
import { fill, placeholders, replacePlaceholders, type PlaceholderValues } from '../content/placeholder.ts';
import type { SkipReason } from './message.ts';

/** A content for one customer. */
export interface Personal {
  readonly key: string;
  readonly content: Content;
  readonly values: string[];
  /** The placeholders without a value. */
  readonly missing: string[];
}

export function personal({ key, content }: CampaignContent, customer: PlaceholderValues): Personal {
  return { key, content, ...fill(placeholdersOf(content), customer) };
}

/** The body as it is read. */
export function filledBody({ content, values }: Pick<Personal, 'content' | 'values'>): string {
  return replacePlaceholders(content.body, placeholders(content.body), (index) => values[index] ?? '');
}

/** Why a content cannot be sent to its customer; undefined when it can. */
export function contentReason(campaign: Parameters<typeof isTemplated>[0], own: Personal): SkipReason | undefined {
  const { content, missing } = own;
  const templated = isTemplated(campaign, content);
  // No provider accepts an empty template variable, and a made-up value would be worse than no message.
  if (templated && missing.length > 0) return 'missing_variable';
  return filledBody(own).length > bodyLimit(content, templated) ? 'too_long' : undefined;
}
