import { inWords } from './field-labels.ts';
import { people } from './format.ts';
import { own } from './own.ts';
import { wordOf } from './word-of.ts';

/** Why people were or will be left out, or wait, as the rest of a sentence: "301 have not said yes". */
const LEFT_OUT: Readonly<Record<string, string>> = {
  left_out: 'for any reason',
  not_opted_in: 'have not said yes',
  opted_out: 'sent STOP or opted out',
  no_number: 'have no phone number',
  duplicate: 'are another customer, too',
  suppressed: 'have a number that takes no messages',
  customer_deleted: 'were erased',
  us_marketing: 'have a US number: WhatsApp delivers no marketing there',
  outside_window: 'have not written in 24 hours',
  too_long: 'would get a text that is too long',
  missing_variable: 'have no value for a placeholder',
  holdout: 'get nothing, by chance, to compare with',
  no_winner: 'were waiting for a test without a winner',
  cancelled: 'were waiting when it was cancelled',
  sending_hours: 'wait for their sending hours',
  frequency_cap: 'had enough messages lately',
  send_time: 'wait for their best hour',
};

/** Of one person: "has not said yes". */
const OF_ONE: Readonly<Record<string, string>> = {
  have: 'has',
  are: 'is',
  were: 'was',
  get: 'gets',
  read: 'reads',
  wait: 'waits',
};

const asOf = (number: number, words: string): string =>
  number === 1 ? words.replace(/^[a-z]+/, (verb) => OF_ONE[verb] ?? verb) : words;

/** @param number of whom it is said */
export const leftOut = (reason: string, number: number): string => asOf(number, own(LEFT_OUT, reason) ?? reason);

/** Why somebody did not get a message, where that is known: of what failed Herald keeps a sentence. */
export const whyNot = ({ status_reason, error_code }: Reasons): string | null =>
  status_reason ? leftOut(status_reason, 1) : error_code;

interface Reasons {
  readonly status_reason: string | null;
  readonly error_code: string | null;
}

const KNOWN_BY: Readonly<Record<string, string>> = {
  observed: 'seen by WhatsApp',
  redirect: 'our link',
  call_tracking: 'calls to a tracked number',
  reported: 'reported to Herald',
  nobody: 'nobody can see it',
};

export const knownBy = (observed: string): string => KNOWN_BY[observed] ?? observed;

/** What buttons are compared by, in the order of the page. */
export const COMPARED_BY = {
  title: 'By title',
  type: 'By kind of button',
  position: 'By position',
  media_type: 'By what is above the text',
} as const;

export const comparedValue = (dimension: string, value: string): string =>
  dimension.endsWith('type') ? wordOf(value) : value;

/** What came of asking a program: how many got what. */
const AGENT: Readonly<Record<string, string>> = {
  answered: 'answered by the program',
  fallback: 'got the words for no answer',
  silent: 'answered with nothing',
  skipped: 'not answered: may not be written to',
  failed: 'answer not sent',
  unknown: 'answer sent or not: nobody knows',
};

export const agentOutcome = (outcome: string): string => AGENT[outcome] ?? outcome;

export const AGENT_OUTCOMES = Object.keys(AGENT);

const TEMPLATE: Readonly<Record<string, string>> = {
  unprepared: 'not yet sent to WhatsApp for review',
  pending: 'in review at WhatsApp',
  approved: 'approved by WhatsApp',
  rejected: 'refused by WhatsApp',
  paused: 'paused by WhatsApp',
  disabled: 'disabled by WhatsApp',
};

export const templateState = (status: string): string => TEMPLATE[status] ?? status;

/** How the API begins what is about some of the customers. */
const SOME = 'These customers ';

export const NOBODY = 'Nobody would get this. Herald writes only to people who said yes.';

/** Of what the preflight notes: what it says by names of the API. */
const NOTES: Readonly<Record<string, string>> = {
  nobody: NOBODY,
  sampled: 'There are too many customers to count each: all counts are estimates.',
  us_marketing: `${SOME}${leftOut('us_marketing', 2)}.`,
};

interface Note {
  readonly code: string;
  readonly message: string;
  /** Of how many customers it is said. */
  readonly count?: number | undefined;
}

/**
 * What the preflight notes, with how many people it is about, its fields by their labels, and without a last sentence that tells
 * a program what to call.
 */
export function noteWords({ code, message, count: number }: Note): string {
  const words = NOTES[code] ?? inWords(message.replace(/(?<=\.) [^.]*(PATCH|POST|npm run|target_criteria|\{").*/, ''));
  return number !== undefined && words.startsWith(SOME)
    ? `${people(number)} ${asOf(number, words.slice(SOME.length))}`
    : words;
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
