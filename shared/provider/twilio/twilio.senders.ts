import * as z from 'zod';

import type { Provider, SenderLimits } from '../provider.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';

const SENDERS = 'https://messaging.twilio.com/v2/Channels/Senders';
/** Pages of a hundred senders: an account with more has not been heard of. */
const MAX_PAGES = 10;

const senderList = z.object({
  senders: z.array(
    z.object({
      sender_id: z.string(),
      properties: z.object({ messaging_limit: z.string().nullish(), quality_rating: z.string().nullish() }).nullish(),
    }),
  ),
  meta: z.object({ next_page_url: z.string().nullish() }).nullish(),
});

/** Reads what Twilio says of WhatsApp senders, by its Senders API. Nothing depends on it, so a fault is no error. */
export function twilioSenders(request: TwilioRequest): Pick<Provider, 'limits'> {
  return {
    async limits(credentials, from) {
      let uri: string | null | undefined = `${SENDERS}?Channel=whatsapp&PageSize=100`;
      for (let page = 0; uri && page < MAX_PAGES; page += 1) {
        const answer: TwilioResponse | undefined = await request(credentials, { method: 'get', uri }).catch(
          () => undefined,
        );
        const list: z.infer<typeof senderList> | undefined = senderList.safeParse(
          answer?.status === 200 ? answer.body : undefined,
        ).data;
        const found = list?.senders.find(({ sender_id }) => sender_id === `whatsapp:${from}`);
        if (found) return limitsOf(found.properties ?? {});
        // The credentials go nowhere else.
        const next: string | null | undefined = list?.meta?.next_page_url;
        uri = next?.startsWith(`${SENDERS}?`) ? next : undefined;
      }
      return undefined;
    },
  };
}

function limitsOf({
  messaging_limit,
  quality_rating,
}: {
  readonly messaging_limit?: string | null | undefined;
  readonly quality_rating?: string | null | undefined;
}): SenderLimits {
  return { messaging_limit: peoplePerDay(messaging_limit ?? ''), quality_rating: quality_rating?.slice(0, 50) };
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1_000, M: 1_000_000 };

/** Reads `250 Customers/24hr`, `10K Customers/24hr`, `TIER_10K` and `Unlimited`; undefined for what it cannot read. */
function peoplePerDay(text: string): SenderLimits['messaging_limit'] {
  if (/unlimited/i.test(text)) return 'unlimited';
  const [, digits, factor = ''] = /(\d{1,9}(?:\.\d{1,3})?)\s?([KM]?)\b/i.exec(text.replaceAll(',', '')) ?? [];
  const people = digits === undefined ? 0 : Math.round(Number(digits) * (FACTORS[factor.toUpperCase()] ?? 1));
  return people > 0 ? people : undefined;
}
