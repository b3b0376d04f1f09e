import { isTemplated, type CampaignContent } from '../campaign/contents.ts';
import { bodyLimit } from '../content/content-faults.ts';
import { allPlaceholdersOf, linksOf, untrackedLinksOf, type Content } from '../content/content.ts';
import { fillAddress, leadsElsewhere, type FilledAddress } from '../content/link-address.ts';
import {
  fill,
  placeholders,
  replacePlaceholders,
  type Placeholder,
  type PlaceholderValues,
} from '../content/placeholder.ts';
import type { SkipReason } from './message.ts';

/** A content for one customer. */
export interface Personal {
  readonly key: string;
  readonly content: Content;
  /** Of its texts' placeholders, then of those of its links alone. */
  readonly values: string[];
  /** The placeholders without a value. */
  readonly missing: string[];
}

export function personal({ key, content }: CampaignContent, customer: PlaceholderValues): Personal {
  return { key, content, ...fill(allPlaceholdersOf(content), customer) };
}

/** The body as it is read. */
export function filledBody({ content, values }: Pick<Personal, 'content' | 'values'>): string {
  return replacePlaceholders(content.body, placeholders(content.body), (index) => values[index] ?? '');
}

/** Where a link of a content leads. @param values as a message keeps them */
export function filledLink(content: Content, url: string, values: readonly string[]): FilledAddress {
  return fillAddress(url, valueIn(content, values));
}

function valueIn(content: Content, values: readonly string[]): (placeholder: Placeholder) => string {
  const places = new Map(allPlaceholdersOf(content).map(({ text }, index) => [text, index]));
  return ({ text, fallback = '' }) => values[places.get(text) ?? -1] || fallback;
}

/** How many characters somebody's text and links have. */
export function lengthOf(own: Pick<Personal, 'content' | 'values'>): number {
  const links = linksOf(own.content).map((url) => filledLink(own.content, url, own.values));
  return links.reduce((sum, link) => sum + ('url' in link ? link.url.length : 0), filledBody(own).length);
}

/** Why a content cannot be sent to its customer; undefined when it can. */
export function contentReason(campaign: Parameters<typeof isTemplated>[0], own: Personal): SkipReason | undefined {
  const { content, missing } = own;
  const templated = isTemplated(campaign, content);
  // No provider accepts an empty template variable, and a made-up value would be worse than no message.
  if (templated && missing.length > 0) return 'missing_variable';
  if (filledBody(own).length > bodyLimit(content, templated)) return 'too_long';
  const astray = untrackedLinksOf(content).some((url) => leadsElsewhere(url, valueIn(content, own.values)));
  if (astray) return 'missing_variable';
  const links = linksOf(content).map((url) => filledLink(content, url, own.values));
  return links.flatMap((link) => ('reason' in link ? [link.reason] : []))[0];
}
