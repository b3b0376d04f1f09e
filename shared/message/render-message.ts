import type { Campaign } from '../campaign/campaign.ts';
import type { ButtonType } from '../content/button-type.ts';
import { contentOf, type ContentFields } from '../content/content.ts';
import { fill, placeholders, type PlaceholderValues } from '../content/placeholder.ts';
import type { RenderedContent } from '../provider/provider.ts';
import { linkToken } from './link-token.ts';
import { buttonToken, type MessageReference } from './message-token.ts';

type Sendable = ContentFields & Pick<Campaign, 'tenant_id' | 'provider_template_id'>;

/** What tells whose tap it was, by the button's type. @param place the button's among the campaign's */
const TOKENS: Readonly<Record<ButtonType, (link: Link, linkSecret: string) => string | undefined>> = {
  reply: ({ place, ...of }) => buttonToken(of, place),
  url: (link, linkSecret) => linkToken(link, linkSecret),
  call: () => undefined,
};

type Link = MessageReference & { readonly tenant_id: string; readonly place: number };

/** The values of a campaign's placeholders for one customer, and which of them the customer has none for. */
export function personalise(
  campaign: ContentFields,
  customer: PlaceholderValues,
): { values: string[]; missing: string[] } {
  return fill(placeholders(contentOf(campaign).body), customer);
}

/**
 * One message, made of frozen content and the values kept on the message.
 * @param linkSecret the tenant's key that signs its links
 */
export function renderMessage(
  campaign: Sendable,
  of: MessageReference,
  values: readonly string[],
  linkSecret: string,
): RenderedContent {
  const { campaign_id, customer_id } = of;
  const { tenant_id, provider_template_id: template_id } = campaign;
  const content = contentOf(campaign);
  const tokens = content.buttons.map(({ type }, place) =>
    TOKENS[type]({ campaign_id, customer_id, tenant_id, place }, linkSecret),
  );
  return { content, values, tokens, template_id };
}
