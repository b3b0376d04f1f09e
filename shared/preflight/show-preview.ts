import type { Campaign } from '../campaign/campaign.ts';
import { firstPlace } from '../campaign/contents.ts';
import { allPlaceholdersOf } from '../content/content.ts';
import { defaulted, fill, replacePlaceholders } from '../content/placeholder.ts';
import { filledLink } from '../message/personal.ts';
import type { Customer } from '../customer/customer.ts';
import { linkToken } from '../message/link-token.ts';
import type { ChosenContent } from './chosen-content.ts';
import type { Preview } from './preview.ts';

/** Where links lead, the key that signs them, and a customer id that nobody has, so that they count no taps. */
export interface PreviewLinks {
  readonly publicBaseUrl: string;
  readonly linkSecret: string;
  readonly nobody: string;
}

/** A content as one person would read it. A placeholder without a value stays, so that it is seen. */
export function showPreview(
  campaign: Campaign,
  person: Customer,
  { content: { key, content }, why }: ChosenContent,
  links: PreviewLinks,
): Omit<Preview, 'customer_id' | 'left_out'> {
  const found = allPlaceholdersOf(content);
  const { values, missing } = fill(found, person);
  const read = (text: string) =>
    replacePlaceholders(text, found, (index) => values[index] || (found[index]?.text ?? ''));
  const address = (text: string) =>
    replacePlaceholders(text, found, (index) => encodeURIComponent((values[index] ?? '').toWellFormed()));
  const { header } = content;
  const first = firstPlace(campaign, key);
  return {
    ...{ content_key: key, why, language: content.language },
    header: {
      type: header.type,
      text: header.type === 'text' ? read(header.text) : null,
      url: 'url' in header ? address(header.url) : null,
    },
    body: read(content.body),
    footer: content.footer === undefined ? null : read(content.footer),
    buttons: content.buttons.map(({ id, type, title, url, untracked, phone_number }, index) => {
      const leads = url === undefined ? null : untracked ? address(url) : destination(url);
      return {
        id,
        type,
        title,
        url: leads,
        link: untracked ? leads : linkOf(url, first + index),
        phone_number: phone_number ?? null,
      };
    }),
    missing,
    defaulted: defaulted(found, person),
  };

  /** A placeholder without a value stays, as it does in a text. */
  function destination(url: string): string {
    const filled = filledLink(content, url, values);
    return 'url' in filled ? filled.url : read(url);
  }

  function linkOf(url: string | undefined, place: number): string | null {
    if (url === undefined) return null;
    const link = { tenant_id: campaign.tenant_id, campaign_id: campaign.id, customer_id: links.nobody, place };
    return `${links.publicBaseUrl}/r/${linkToken(link, links.linkSecret)}`;
  }
}
