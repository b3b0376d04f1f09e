import type { Customer } from '../customer/customer.ts';
import type { ButtonClicked } from '../event/domain-event.ts';
import type { Inbound } from '../interaction/inbound.ts';
import { timestamp } from '../platform/clock.ts';

/** How many of a person's words are sent along, and how long they may be together, in bytes: the newest that fit. */
export const MAX_WORDS = 20;
const MAX_WORDS_BYTES = 16_000;

/**
 * What an agent is asked: the tap, what rules may see of the person (neither name nor number), and what they wrote of late,
 * oldest first.
 * @param words newest first
 */
export function agentQuestion(
  { data }: ButtonClicked,
  { id, language, country, tags, attributes }: Customer,
  words: readonly Pick<Inbound, 'text' | 'received_at' | 'campaign_id'>[],
  { now, timeout_seconds }: { readonly now: number; readonly timeout_seconds: number },
): string {
  const { action: _, customer: __, ...tap } = data;
  return JSON.stringify({
    type: 'button.agent',
    timestamp: timestamp(now),
    data: {
      ...tap,
      customer: { id, language, country, tags, attributes },
      words: newestThatFit(words).map(({ text, received_at, campaign_id = null }) => ({
        text,
        received_at,
        campaign_id,
      })),
      timeout_seconds,
    },
  });
}

function newestThatFit<Word extends { readonly text: string }>(words: readonly Word[]): Word[] {
  let left = MAX_WORDS_BYTES;
  const beyond = words.slice(0, MAX_WORDS).findIndex(({ text }) => (left -= Buffer.byteLength(text)) < 0);
  return words.slice(0, beyond < 0 ? MAX_WORDS : beyond).toReversed();
}
