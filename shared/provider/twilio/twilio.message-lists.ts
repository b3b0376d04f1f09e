import * as z from 'zod';

import type { Credentials, ListRange, Provider, ProviderMessage, ProviderPage, StatusReport } from '../provider.ts';
import { nextPage } from './next-page.ts';
import { readAddress } from './twilio-address.ts';
import { statusReport } from './twilio-status.ts';
import type { TwilioRequest } from './twilio.client.ts';

const HOST = 'https://api.twilio.com';
/** Twilio's limit [Messages API, PageSize]. */
const PAGE_SIZE = '1000';
/** Pages of a thousand messages to one person: nobody is sent more than that within days. */
const MAX_PAGES = 10;

export function messagesUri(credentials: Credentials): string {
  return `${HOST}/2010-04-01/Accounts/${credentials['account_sid'] ?? ''}/Messages.json`;
}

/** A message as Twilio shows it; dates are RFC 2822. */
export const listedMessage = z
  .object({
    sid: z.string(),
    from: z.string().nullish(),
    to: z.string().nullish(),
    body: z.string().nullish(),
    direction: z.string().nullish(),
    date_created: z.string(),
    date_updated: z.string().nullish(),
    status: z.string(),
    error_code: z.union([z.number(), z.string()]).nullish(),
  })
  .transform(({ sid, from, to, body, direction, date_created, date_updated, status, error_code }) => ({
    provider_sid: sid,
    from: readAddress(from ?? ''),
    to: readAddress(to ?? '').number,
    text: body ?? '',
    isInbound: direction === 'inbound',
    created_at: Date.parse(date_created),
    report: dated(statusReport(sid, status, error_code?.toString()), date_updated ?? ''),
  }));
type ListedMessage = z.output<typeof listedMessage>;

/** The last thing that Twilio changes of a message is its status, but for a price, which may follow. */
function dated(report: StatusReport | undefined, date_updated: string): StatusReport | undefined {
  const changed_at = Date.parse(date_updated);
  return report && !Number.isNaN(changed_at) ? { ...report, changed_at } : report;
}

const messageList = z.object({ messages: z.array(listedMessage), next_page_uri: z.string().nullish() });

/** Twilio's list of an account's messages, by sender, recipient and date. */
export function messageLists(request: TwilioRequest): Pick<Provider, 'find' | 'sentPage' | 'receivedPage'> {
  async function page(
    credentials: Credentials,
    filter: Readonly<Record<string, string>>,
    { since, after }: ListRange,
  ): Promise<ProviderPage<ListedMessage>> {
    const query = new URLSearchParams({
      ...filter,
      // The list filters by date, not by time.
      'DateSent>': new Date(since).toISOString().slice(0, 10),
      PageSize: PAGE_SIZE,
    });
    const uri = after ? nextPage(after, HOST) : `${messagesUri(credentials)}?${query.toString()}`;
    const { status, body } = await request(credentials, { method: 'get', uri });
    const list = messageList.safeParse(body);
    if (status !== 200 || !list.success) throw new Error(`Listing messages at Twilio failed: HTTP ${status}.`);
    return { items: list.data.messages, next: list.data.next_page_uri ?? undefined };
  }

  return {
    async find(credentials, { to, from, since }) {
      const filter = { To: `whatsapp:${to}`, From: `whatsapp:${from}` };
      const found: ProviderMessage[] = [];
      let after: string | undefined;
      for (let number = 0; number < MAX_PAGES; number += 1) {
        const { items, next } = await page(credentials, filter, { since, after });
        found.push(...items.map(({ provider_sid, created_at, report }) => ({ provider_sid, created_at, report })));
        if (!next) return found;
        after = next;
      }
      throw new Error(`Twilio lists more than ${MAX_PAGES} pages of messages to one person.`);
    },

    async sentPage(credentials, from, range) {
      const { items, next } = await page(credentials, { From: `whatsapp:${from}` }, range);
      return {
        items: items.map(({ provider_sid, to, created_at, report }) => ({ provider_sid, to, created_at, report })),
        next,
      };
    },

    async receivedPage(credentials, to, range) {
      const { items, next } = await page(credentials, { To: `whatsapp:${to}` }, range);
      const inbound = items.filter(({ isInbound }) => isInbound);
      return {
        items: inbound.map(({ provider_sid, from: { number, user_id, country }, text, created_at }) => ({
          sid: provider_sid,
          from: number,
          whatsapp_user_id: user_id,
          country,
          text,
          received_at: created_at,
        })),
        next,
      };
    },
  };
}
