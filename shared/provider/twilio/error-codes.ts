import type { ErrorClass } from '../error-class.ts';

/**
 * Twilio's error codes by class (Twilio's error dictionary, November 2026). A code that is not listed fails its message
 * and has no other effect.
 */
const CODES: Readonly<Record<Exclude<ErrorClass, 'unknown'>, readonly number[]>> = {
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
};

const BY_CODE = new Map<string, ErrorClass>(
  Object.entries(CODES).flatMap(([name, codes]) => codes.map((code) => [String(code), name as ErrorClass] as const)),
);

/** @param code one of Twilio's error codes, or the HTTP status of a response without one */
export function classify(code: string): ErrorClass {
  return BY_CODE.get(code) ?? 'unknown';
}
