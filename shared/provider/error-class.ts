/** What a provider's error means for a campaign. Each adapter maps its own codes to these classes. */
export const ERROR_CLASSES = [
  'bad_recipient',
  'opted_out',
  'outside_window',
  'marketing_limit',
  'template',
  'media',
  'throttled',
  'transient',
  'ambiguous',
  'fatal',
  'unknown',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** What a person reads next to an error code. */
export const MEANINGS: Readonly<Record<ErrorClass, string>> = {
  bad_recipient: 'The number cannot receive WhatsApp messages.',
  opted_out: 'The person opted out of or blocked the sender.',
  outside_window: 'The person has not written in the last 24 hours, so only an approved template reaches them.',
  marketing_limit: "WhatsApp's limit of marketing messages to this person is reached.",
  template: 'The template or its variables were refused.',
  media: 'The media could not be fetched or is of a kind WhatsApp does not take.',
  throttled: 'The sender went faster than it is permitted to.',
  transient: 'The provider had a passing fault.',
  ambiguous: 'The provider failed without saying whether the message went out.',
  fatal: 'The provider refused the account, its credentials or its sender.',
  unknown: "The code is not in Herald's table.",
};
