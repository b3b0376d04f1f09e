/**
 * The provider's error codes by what they mean for a campaign (Twilio's error dictionary, November 2026). A code that is
 * not here fails its message and changes nothing else.
 */
const CLASSES = {
  bad_recipient: [21211, 21614, 63003, 63015, 63024, 63031, 63032, 21608],
  opted_out: [21610, 63014, 63033],
  outside_window: [63016],
  marketing_limit: [63049, 63054, 63062],
  template: [21654, 21655, 21656, 92007, 92002, 21658, 63005, 63013, 63021, 63027, 63028, 63030, 63040, 63041, 63042],
  media: [63019, 63034, 63037, 21620, 21623],
  throttled: [429, 20429, 63018, 63017, 63119, 14107, 21611, 30001, 63038],
  transient: [63009, 63010, 63012],
  ambiguous: [20500],
  fatal: [401, 20003, 20005, 30002, 63001, 63002, 63007, 63008, 63020, 63022, 63051, 63112, 21703, 21704, 21705, 21408],
} as const;

export type ErrorClass = keyof typeof CLASSES | 'unknown';

/** What a person reads beside a code. */
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

const BY_CODE = new Map<number, ErrorClass>(
  Object.entries(CLASSES).flatMap(([name, codes]) => codes.map((code) => [code, name as ErrorClass] as const)),
);

/** The class of a provider's error code, or of an HTTP status where there is no code. */
export function errorClass(code: number | string): ErrorClass {
  return BY_CODE.get(Number(code)) ?? 'unknown';
}
