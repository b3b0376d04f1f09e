import type { Campaign } from '../campaign/campaign.ts';
import type { ButtonType } from '../content/button-type.ts';
import { contentOf, type ContentFields } from '../content/content.ts';
import { fill, placeholders, type PlaceholderValues } from '../content/placeholder.ts';
import type { RenderedContent } from '../provider/provider.ts';
import { linkToken } from './link-token.ts';
import { buttonToken, type MessageReference } from './message-token.ts';

type Sendable = ContentFields & Pick<Campaign, 'tenant_id' | 'provider_template_id'>;

/** The token that identifies a tap, by the button's type. A call carries none. */
const TOKENS: Readonly<Record<ButtonType, (link: Link, linkSecret: string) => string | undefined>> = {
  reply: ({ place, ...reference }) => buttonToken(reference, place),
  url: (link, linkSecret) => linkToken(link, linkSecret),
  call: () => undefined,
};

type Link = MessageReference & { readonly tenant_id: string; readonly place: number };

/** The values of a campaign's placeholders for one customer, and the placeholders without a value. */
export function personalise(
  campaign: ContentFields,
  customer: PlaceholderValues,
): { values: string[]; missing: string[] } {
  return fill(placeholders(contentOf(campaign).body), customer);
}

/**
 * Renders one message from the campaign's content, which is frozen, and the values stored with the message.
 * @param linkSecret the key that signs the tenant's links
 */
export function renderMessage(
  campaign: Sendable,
  reference: MessageReference,
  values: readonly string[],
  linkSecret: string,
): RenderedContent {
  const { campaign_id, customer_id } = reference;
  const { tenant_id, provider_template_id: template_id } = campaign;
  const content = contentOf(campaign);
  const tokens = content.buttons.map(({ type }, place) =>
    TOKENS[type]({ campaign_id, customer_id, tenant_id, place }, linkSecret),
  );
  return { content, values, tokens, template_id };
}
