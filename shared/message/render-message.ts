import type { Campaign } from '../campaign/campaign.ts';
import { contentOfKey, firstPlace, type WithContents } from '../campaign/contents.ts';
import type { ButtonType } from '../content/button-type.ts';
import { placeholdersOf } from '../content/content.ts';
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
  // What only its links hold stays with the message: they are filled when they are followed.
  const said = values.slice(0, placeholdersOf(content).length);
  return { content, values: said, tokens, template_id: content_templates?.[key]?.template_id };
}
