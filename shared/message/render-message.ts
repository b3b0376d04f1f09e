import type { Campaign } from '../campaign/campaign.ts';
import { chooseContent, contentOfKey, firstPlace, type WithContents } from '../campaign/contents.ts';
import type { Candidate } from '../campaign/audience.ts';
import type { ButtonType } from '../content/button-type.ts';
import { placeholdersOf, type Content } from '../content/content.ts';
import { fill, placeholders, replacePlaceholders, type PlaceholderValues } from '../content/placeholder.ts';
import type { RenderedContent } from '../provider/provider.ts';
import { linkToken } from './link-token.ts';
import type { Message } from './message.ts';
import { buttonToken, type MessageReference } from './message-token.ts';

type Sendable = WithContents & Pick<Campaign, 'tenant_id' | 'content_templates'>;

/** The token that identifies a tap, by the button's type. A call carries none. */
const TOKENS: Readonly<Record<ButtonType, (link: Link, linkSecret: string) => string | undefined>> = {
  reply: ({ place, ...reference }) => buttonToken(reference, place),
  url: (link, linkSecret) => linkToken(link, linkSecret),
  call: () => undefined,
};

type Link = MessageReference & { readonly tenant_id: string; readonly place: number };

/** What a campaign says to one customer. */
export interface Personal {
  /** As the message keeps it. */
  readonly content_key: string | undefined;
  readonly content: Content;
  readonly values: string[];
  /** The placeholders without a value. */
  readonly missing: string[];
}

/** Chooses a customer's content, and the values of its placeholders. */
export function personalise(campaign: WithContents, customer: Candidate & PlaceholderValues): Personal {
  const { key, content } = chooseContent(campaign, customer);
  return { content_key: keptKey(campaign, key), content, ...fill(placeholdersOf(content), customer) };
}

/** A message names its content only where there are several: each would pay for the name's bytes. */
function keptKey({ contents = [] }: WithContents, key: string): string | undefined {
  return contents.length > 0 ? key : undefined;
}

/** The body as it is read. */
export function filledBody({ content, values }: Pick<Personal, 'content' | 'values'>): string {
  return replacePlaceholders(content.body, placeholders(content.body), (index) => values[index] ?? '');
}

/**
 * Renders one message from the campaign's contents, which are frozen, and the values stored with the message.
 * @param linkSecret the key that signs the tenant's links
 */
export function renderMessage(
  campaign: Sendable,
  { campaign_id, customer_id, content_key }: MessageReference & Pick<Message, 'content_key'>,
  values: readonly string[],
  linkSecret: string,
): RenderedContent {
  const { tenant_id, content_templates } = campaign;
  const { key, content } = contentOfKey(campaign, content_key);
  const first = firstPlace(campaign, key);
  const tokens = content.buttons.map(({ type }, index) =>
    TOKENS[type]({ campaign_id, customer_id, tenant_id, place: first + index }, linkSecret),
  );
  return { content, values, tokens, template_id: content_templates?.[key]?.template_id };
}
