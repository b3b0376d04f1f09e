import * as z from 'zod';

import type { ButtonType } from '../../content/button-type.ts';
import type { Header } from '../../content/content.ts';
import type { ProviderTemplate } from '../provider.ts';

const text = z.string().catch('');

const approval = z.object({
  name: z.string().nullish(),
  status: z.string().nullish(),
  category: z.string().nullish(),
  rejection_reason: z.string().nullish(),
  quality_rating: z.string().nullish(),
});

/** A page of Twilio's list of contents with their approvals. Only what Herald reads. */
export const templatePage = z.object({
  contents: z.array(
    z.object({
      sid: z.string().min(1),
      friendly_name: z.string().nullish(),
      language: z.string().nullish(),
      variables: z.record(z.string(), text).nullish(),
      types: z.record(z.string(), z.unknown()).nullish(),
      approval_requests: approval.nullish(),
    }),
  ),
  meta: z.object({ next_page_url: z.string().nullish() }),
});
type Listed = z.infer<typeof templatePage>['contents'][number];

const action = z.object({ type: text, title: text, id: text, url: text, phone: text }).partial();
const body = z
  .object({
    body: text,
    title: text,
    subtitle: text,
    header_text: text,
    footer: text,
    media: z.array(z.string()),
    actions: z.array(action),
  })
  .partial();

/** The kinds of content that Herald sends. */
const SENDABLE = [
  'twilio/text',
  'twilio/media',
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/card',
  'whatsapp/card',
];

const BUTTON_TYPES: Readonly<Record<string, ButtonType>> = { QUICK_REPLY: 'reply', URL: 'url', PHONE_NUMBER: 'call' };

const STATUSES: Readonly<Record<string, ProviderTemplate['status']>> = {
  received: 'submitted',
  pending: 'submitted',
  approved: 'approved',
  rejected: 'rejected',
  paused: 'paused',
  disabled: 'disabled',
};

/** A template as Twilio lists it. @param links what Herald's own links begin with */
export function readListed(
  { sid, friendly_name, language, variables, types, approval_requests }: Listed,
  links: string,
): ProviderTemplate {
  const { name, status, category, rejection_reason, quality_rating } = approval_requests ?? {};
  return {
    template_id: sid,
    name: name || friendly_name || sid,
    language: (language ?? '').replaceAll('_', '-'),
    status: STATUSES[status ?? ''] ?? 'draft',
    category: category?.toLowerCase() || null,
    rejection_reason: rejection_reason || null,
    quality: quality_rating?.toLowerCase() || null,
    content: contentOf(types ?? {}, links),
    variables: variables ?? {},
  };
}

/** @returns null for a kind that Herald cannot send, or one with a button that it does not know */
function contentOf(types: Readonly<Record<string, unknown>>, links: string): ProviderTemplate['content'] {
  const [type] = SENDABLE.filter((name) => name in types);
  const { data } = body.safeParse(type && types[type]);
  if (!type || !data) return null;
  const { media = [], actions = [], header_text } = data;
  const buttons = actions.map(({ type: kind = 'QUICK_REPLY', title = '', id, url, phone }) => {
    const known = BUTTON_TYPES[kind];
    return (
      known && {
        type: known,
        title,
        ...(id && { id }),
        ...(url && { url }),
        ...(isOurs(url, links) && { tracked: true as const }),
        ...(phone && { phone_number: phone }),
      }
    );
  });
  if (buttons.includes(undefined)) return null;
  return {
    header: headerOf(media[0], header_text),
    body: data.body || data.title || '',
    footer: data.footer || data.subtitle || undefined,
    buttons: buttons.filter((button) => button !== undefined),
  };
}

function headerOf(url: string | undefined, text: string | undefined): Header {
  if (!url) return text ? { type: 'text', text } : { type: 'none' };
  const path = URL.parse(url)?.pathname ?? url;
  if (/\.pdf$/i.test(path)) return { type: 'document', url };
  return { type: /\.(mp4|3gpp?)$/i.test(path) ? 'video' : 'image', url };
}

/** A link of Herald's: its address, and then nothing but a variable. */
function isOurs(url: string | undefined, links: string): boolean {
  return url !== undefined && url.startsWith(links) && /^\{\{\s*\d+\s*\}\}$/.test(url.slice(links.length));
}
