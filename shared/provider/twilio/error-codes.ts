import type { ErrorClass } from '../error-class.ts';
import type { Explanation } from '../provider.ts';

type Meanings = Readonly<Record<number, string>>;
/** What a code means and what a person does about it. */
type Remedies = Readonly<Record<number, readonly [meaning: string, remedy: string]>>;

type WithRemedy = 'template_gone' | 'template_paused' | 'sandbox' | 'setup' | 'fatal';

const SENDER =
  'Check that the sender’s number is a WhatsApp sender of this account and that the Twilio console shows it online.';
const CREDENTIALS = 'Store valid credentials with PATCH /v1/tenant.';
const CONSOLE = 'The Twilio console says what the account lacks; Twilio’s support can lift it.';
const TEMPLATE = 'Look at the template in the Twilio console or in WhatsApp Manager, or send other content.';

/**
 * Twilio's error codes by class (Twilio's error dictionary, November 2026), each with its meaning; with a remedy where
 * everybody is refused until a person has acted.
 */
export const CODES = {
  bad_recipient: {
    21211: 'The number is not a valid number.',
    21614: 'The number is not a mobile number.',
    63003: 'There is no such recipient on WhatsApp.',
    63024: 'The number cannot receive WhatsApp messages.',
    63031: 'The message was addressed to the sender itself.',
    63032: 'WhatsApp does not deliver to this person: they have not accepted its terms, or use too old a version.',
  },
  opted_out: {
    21610: 'The person has written STOP to the sender.',
    63014: 'The person does not permit the sender to write.',
    63033: 'The person has blocked the sender.',
  },
  outside_window: {
    63016: 'The person has not written in the last 24 hours, so only an approved template reaches them.',
  },
  marketing_limit: {
    63049: 'WhatsApp chose not to deliver this marketing message to this person.',
    63054: 'WhatsApp’s limit of marketing messages to this person is reached.',
    63062: 'WhatsApp delivers no marketing messages to this person now.',
  },
  template: {
    21654: 'The template’s variables do not fit it.',
    21656: 'A value for the template’s variables is not valid.',
    21658: 'A parameter of the template is not valid.',
    63005: 'WhatsApp did not take the content of the message.',
    63013: 'WhatsApp refused the message for its policy, mostly for what fills the template.',
    63021: 'WhatsApp found the content not valid.',
    63027: 'The template does not exist in this language.',
    63028: 'The number of variables is not that of the template.',
    63030: 'WhatsApp does not know a parameter of the message.',
    92002: 'The content has a text that is too long or not permitted.',
    92007: 'A variable of the content is missing or not valid.',
  },
  template_gone: {
    21655: ['The template no longer exists at Twilio.', 'Herald makes it anew when the campaign is resumed.'],
  },
  template_paused: {
    63040: ['WhatsApp has rejected the template.', TEMPLATE],
    63041: ['WhatsApp has paused the template because people complained of it.', `${TEMPLATE} A pause ends by itself.`],
    63042: ['WhatsApp has disabled the template because people complained of it.', TEMPLATE],
  },
  media: {
    21620: 'The address of the media is not valid.',
    21623: 'There are too many media.',
    63019: 'The media could not be fetched.',
    63034: 'The media is of a kind that WhatsApp does not take.',
    63037: 'The media could not be processed.',
  },
  throttled: {
    429: 'There were too many requests.',
    14107: 'The sender went faster than it is permitted to.',
    20429: 'There were too many requests.',
    21611: 'Too many messages of the sender are waiting at Twilio.',
    30001: 'Too many messages are waiting at Twilio.',
    63017: 'WhatsApp’s limit of messages in a short time is reached.',
    63119: 'The sender went faster than it is permitted to.',
  },
  portfolio_limit: {
    63018: 'WhatsApp’s limit of people that the business may write to in 24 hours is reached.',
  },
  account_limit: {
    63038: 'The account’s daily limit of messages is reached.',
  },
  transient: {
    63009: 'WhatsApp answered with an error.',
    63010: 'WhatsApp had an internal error.',
    63012: 'WhatsApp was not available.',
  },
  ambiguous: {
    20500: 'Twilio had an internal error and did not say whether the message went out.',
  },
  sandbox: {
    21608: ['A trial account sends only to numbers that were verified for it.', 'Upgrade the account at Twilio.'],
    63015: [
      'The sender is Twilio’s sandbox, which sends only to people who joined it.',
      'Use a WhatsApp sender of your own: add it with POST /v1/senders and send the campaign with it.',
    ],
  },
  setup: {
    20404: ['Twilio knows no such account or sender.', `${SENDER} Check the account SID, too.`],
    21212: ['The sender’s number is not a valid sender.', SENDER],
    21606: ['The sender’s number is not one of this account that can send.', SENDER],
    21609: [
      'Twilio does not take the address of Herald’s status callbacks: it must be reachable from the internet.',
      'Set PUBLIC_BASE_URL to the public https address of this installation.',
    ],
    21612: [
      'Twilio has no route from this sender to the numbers of this campaign.',
      'Check that the sender is a WhatsApp sender and may send to the countries of the audience.',
    ],
    21660: ['The sender’s number belongs to another account.', SENDER],
    21703: ['The Messaging Service has no sender.', 'Add the WhatsApp sender to the Messaging Service at Twilio.'],
    21704: ['The Messaging Service has no sender.', 'Add the WhatsApp sender to the Messaging Service at Twilio.'],
    21705: ['There is no such Messaging Service.', 'Store a valid messaging_service_sid with PATCH /v1/tenant.'],
    21408: ['The account may not send to this country.', 'Permit the country in the geo permissions at Twilio.'],
    30034: [
      'The sender is not registered for these messages.',
      'Register the sender in the Twilio console: its number sends from an unregistered campaign.',
    ],
  },
  fatal: {
    401: ['The credentials are not valid.', CREDENTIALS],
    20003: ['The credentials are not valid, or the account may not do this.', CREDENTIALS],
    20005: ['The account is not active.', CONSOLE],
    30002: ['The account is suspended.', CONSOLE],
    63001: ['WhatsApp did not accept the sender’s authentication.', SENDER],
    63002: ['WhatsApp knows no such sender.', SENDER],
    63007: ['Twilio found no WhatsApp sender with this number.', SENDER],
    63008: ['The sender is not configured correctly.', SENDER],
    63020: ['The business account does not accept Twilio as its provider.', SENDER],
    63022: ['The sender’s certificate is not valid.', SENDER],
    63051: ['WhatsApp has restricted or locked the business account.', CONSOLE],
    63112: ['Meta has disabled the business or its WhatsApp account.', CONSOLE],
  },
} as const satisfies Record<Exclude<ErrorClass, 'unknown' | WithRemedy>, Meanings> & Record<WithRemedy, Remedies>;

interface Known {
  readonly class: ErrorClass;
  readonly explanation: Explanation;
}

const BY_CODE = new Map<string, Known>(
  Object.entries(CODES).flatMap(([name, codes]) =>
    Object.entries<string | readonly [string, string]>(codes).map(([code, text]) => {
      const [meaning, remedy] = typeof text === 'string' ? [text] : text;
      return [code, { class: name as ErrorClass, explanation: { meaning, ...(remedy && { remedy }) } }] as const;
    }),
  ),
);

/** @param code one of Twilio's error codes, or the HTTP status of a response without one */
export function classify(code: string): ErrorClass {
  return BY_CODE.get(code)?.class ?? 'unknown';
}

/** What codes mean of an approved template, where that is another thing. */
const OF_TEMPLATES: Readonly<Record<string, Explanation>> = {
  63016: {
    meaning:
      'The sender may not send this template to people who have not written in the last 24 hours. Twilio’s sandbox sends them its own templates only.',
    remedy:
      'Use a WhatsApp sender of your own: add it with POST /v1/senders and send the campaign with it; or let people write to the sandbox first.',
  },
};

/**
 * What a code means, and what to do about it; undefined for a code that is not listed.
 * @param sent whether it refused an approved template
 */
export function explain(code: string, sent?: 'template'): Explanation | undefined {
  return (sent && OF_TEMPLATES[code]) ?? BY_CODE.get(code)?.explanation;
}

/** An error with all that is known of its code. */
export function errorOf(code: string): { readonly code: string; readonly class: ErrorClass } & Partial<Explanation> {
  return { code, class: classify(code), ...explain(code) };
}
