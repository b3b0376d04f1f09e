import * as z from 'zod';

import type { Credentials } from '../provider.ts';
import { nextPage } from './next-page.ts';
import type { TwilioRequest } from './twilio.client.ts';
import { messagesUri } from './twilio.message-lists.ts';

const SENDERS = 'https://messaging.twilio.com/v2/Channels/Senders';
const CONTENTS = 'https://content.twilio.com/v1/ContentAndApprovals';
/** Pages of fifty senders: more than any account has. */
const MAX_PAGES = 20;

/** A WhatsApp sender of an account, as Twilio's Senders API shows it. */
export const accountSender = z.object({
  /** `whatsapp:+…` */
  sender_id: z.string(),
  /** ONLINE, or why it is not. */
  status: z.string(),
  webhook: z.object({ callback_url: z.string().nullish() }).nullish(),
  properties: z.object({ messaging_limit: z.string().nullish(), quality_rating: z.string().nullish() }).nullish(),
});
export type AccountSender = z.infer<typeof accountSender>;

const senderPage = z.object({
  senders: z.array(accountSender),
  meta: z.object({ next_page_url: z.string().nullish() }).nullish(),
});

/** How Twilio answered a request that was only made to see whether it may be. */
export interface Access {
  readonly status: number;
  /** Twilio's error code, if it refused. */
  readonly code: number | undefined;
}

export type TwilioAccount = ReturnType<typeof twilioAccount>;

/** What can be seen of an account, for checking whether Herald can work with it. Every request has the client's timeout. */
export function twilioAccount(request: TwilioRequest) {
  async function access(credentials: Credentials, uri: string): Promise<Access> {
    const { status, body } = await request(credentials, { method: 'get', uri });
    return { status, code: typeof body['code'] === 'number' ? body['code'] : undefined };
  }

  return {
    /** Whether the credentials are accepted. */
    messages: (credentials: Credentials) => access(credentials, `${messagesUri(credentials)}?PageSize=1`),

    /** Whether templates can be read, with their approvals. */
    contents: (credentials: Credentials) => access(credentials, `${CONTENTS}?PageSize=1`),

    /**
     * Every WhatsApp sender of the account.
     * @returns undefined when Twilio refuses to list them
     * @throws Error when the request failed, or when there are more than a thousand
     */
    async senders(credentials: Credentials): Promise<AccountSender[] | undefined> {
      const senders: AccountSender[] = [];
      let uri = `${SENDERS}?Channel=whatsapp&PageSize=50`;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { status, body } = await request(credentials, { method: 'get', uri });
        if (status !== 200) return undefined;
        const parsed = senderPage.parse(body);
        senders.push(...parsed.senders);
        const next = parsed.meta?.next_page_url;
        if (!next) return senders;
        uri = nextPage(next, SENDERS);
      }
      throw new Error(`Twilio lists more than ${MAX_PAGES} pages of senders.`);
    },
  };
}
