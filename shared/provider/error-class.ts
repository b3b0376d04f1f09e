/** What a provider's error means for a campaign. Each adapter maps its own codes to these classes. */
export const ERROR_CLASSES = [
  'bad_recipient',
  'opted_out',
  'outside_window',
  'marketing_limit',
  'template',
  'template_gone',
  'template_paused',
  'media',
  'throttled',
  'portfolio_limit',
  'account_limit',
  'transient',
  'ambiguous',
  'sandbox',
  'setup',
  'fatal',
  'unknown',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** What a person reads next to an error code whose adapter says no more about it. */
export const MEANINGS: Readonly<Record<ErrorClass, string>> = {
  bad_recipient: 'The number cannot receive WhatsApp messages.',
  opted_out: 'The person opted out of or blocked the sender.',
  outside_window: 'The person has not written in the last 24 hours, so only an approved template reaches them.',
  marketing_limit: "WhatsApp's limit of marketing messages to this person is reached.",
  template: 'The template or its variables were refused.',
  template_gone: 'The template no longer exists.',
  template_paused: 'WhatsApp has paused, rejected or disabled the template.',
  media: 'The media could not be fetched or is of a kind WhatsApp does not take.',
  throttled: 'The sender went faster than it is permitted to.',
  portfolio_limit: "WhatsApp's limit of people that the business may write to in 24 hours is reached.",
  account_limit: "The account's daily limit of messages is reached.",
  transient: 'The provider had a passing fault.',
  ambiguous: 'The provider failed without saying whether the message went out.',
  sandbox: 'The account is a trial or the sender a sandbox, which reach only people who were added to them.',
  setup: 'The provider refused how the account, its sender or its addresses are set up.',
  fatal: 'The provider refused the account, its credentials or its sender.',
  unknown: "The code is not in Herald's table.",
};

/** What a refusal is about: it decides whether the person failed, and whether anyone else would fare better. */
const SUBJECTS = {
  bad_recipient: 'person',
  opted_out: 'person',
  outside_window: 'person',
  marketing_limit: 'person',
  template: 'message',
  media: 'message',
  template_gone: 'template',
  template_paused: 'template',
  throttled: 'pace',
  portfolio_limit: 'limit',
  account_limit: 'limit',
  transient: 'provider',
  ambiguous: 'provider',
  sandbox: 'account',
  setup: 'account',
  fatal: 'account',
  unknown: 'unknown',
} as const satisfies Record<ErrorClass, string>;

/** Whether the refusal says something of the person alone: others may well be reached. */
export function isAboutPerson(errorClass: ErrorClass): boolean {
  return SUBJECTS[errorClass] === 'person';
}

/** A limit that lasts hours. */
export type LimitClass = 'portfolio_limit' | 'account_limit';

export function isLimit(errorClass: ErrorClass): errorClass is LimitClass {
  return SUBJECTS[errorClass] === 'limit';
}

/** Whether everybody else would be refused too, until a person changes the account, its set-up or the template. */
export function stopsEveryone(errorClass: ErrorClass): boolean {
  return SUBJECTS[errorClass] === 'account' || SUBJECTS[errorClass] === 'template';
}

/** Whether a message that was refused so waits to be sent again: the refusal is not about the person it is for. */
export function waits(errorClass: ErrorClass): boolean {
  return isLimit(errorClass) || stopsEveryone(errorClass);
}
