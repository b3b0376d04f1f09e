import type { TestResult } from './preview.ts';

/** What a person reads who wanted a test, and what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  opted_out: 'This person opted out and gets nothing, not even a test.',
  suppressed: 'The provider said that this number takes no messages. It ends when they write.',
  no_number: 'There is no number to send to.',
  us_marketing: 'WhatsApp delivers no marketing templates to numbers of the United States. Test with another number.',
  outside_window:
    'Without a template, only those get it who wrote within the last 24 hours. Write to the sender, then ask again.',
  missing_variable: 'A placeholder has neither a value nor a default. Give values in sample, or to the customer.',
  too_long: 'The message is too long with these values. Shorten the text or the values.',
  template_in_review: 'WhatsApp reviews the template still. Ask again when it is approved.',
  template_refused: 'WhatsApp refused the template. Change the content with PATCH.',
  sender_busy: 'The sender is busy just now. Ask again in a minute.',
  too_many_tests: 'Your tenant has sent as many tests today as it may. Go on tomorrow.',
  spend_cap: 'What your tenant may spend in a day (spend_cap) is spent. Ask again tomorrow, or raise it.',
  provider_unreachable: 'The provider could not be reached. Nothing was sent; ask again.',
  portfolio_limit: 'WhatsApp’s limit of people that the business may write to in 24 hours is reached. Ask again later.',
  account_limit: 'The provider account’s daily limit of messages is reached. Ask again tomorrow.',
};

export function refusal(content_key: string, reason: string): TestResult {
  const message = SENTENCES[reason] ?? null;
  return { status: 'refused', provider_sid: null, reason, message, content_key };
}
