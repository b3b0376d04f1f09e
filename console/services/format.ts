import type { Schemas } from '../../client/src/client.ts';

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** People are never shortened: 4,759, not 4.8k. */
export const count = (value: number): string => value.toLocaleString();

/** A number with what is counted: 1 row, 2,000 rows. */
export const counted = (value: number, noun: string, plural = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : plural}`;

export const people = (value: number): string => counted(value, 'person', 'people');

/** As a sentence begins. */
export const capital = (words: string): string => words.replace(/^./u, (first) => first.toUpperCase());

/** What is no sentence yet: it begins and ends as one. */
export const asSentence = (words: string): string => capital(words.replace(/\.?$/, '.'));

/** How many of how many: 1,007 of 1,024. */
export const outOf = (part: number, whole: number): string => `${count(part)} of ${count(whole)}`;

const ONE_PLACE = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** A rate from 0 to 1; a dash where there is none. */
export function percent(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return '–';
  return rate > 0 && rate < 0.001 ? '<0.1 %' : `${(rate * 100).toLocaleString(undefined, ONE_PLACE)} %`;
}

/** Of fewer people no rate is worth saying. */
export const MIN_FOR_RATE = 30;

/** A rate; of few people, how many of them: 2 of 3. */
export function rateOf(part: number, of: number, rate: number | null): string {
  return rate !== null && of < MIN_FOR_RATE ? outOf(part, of) : percent(rate);
}

/** Money as the API gives it. @param amount a decimal string */
export function money(amount: string, currency: string): string {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);
}

const HOUR_MS = 3_600_000;

/** A time, or from one to another: what they have in common is said once, and the year where it is not this one. */
export function between(at: string | number, to = at, weekday?: 'short'): string {
  const [from, end] = [new Date(at), new Date(to)];
  const year = from.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  const usual = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(undefined, { ...usual, year, weekday }).formatRange(from, end);
}

/** A time in the viewer's zone; within the hour, how long ago. */
export function when(at: string | number, now = Date.now()): string {
  const ms = new Date(at).getTime();
  const ago = now - ms;
  if (ago >= 0 && ago < HOUR_MS)
    return ago < 60_000 ? 'just now' : relative.format(-Math.round(ago / 60_000), 'minute');
  return between(ms);
}

/** A day of the calendar, whatever the zone. @param iso 2026-10-01 */
export const date = (iso: string): string =>
  new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** A time that was chosen, and by whose clock. */
export const atTime = (at: string | number): string => `${between(at)}, your time (${zone()})`;

/** The same moment by the clock where somebody lives, as the rest of a sentence; nothing where it shows what it shows here. @param timeZone IANA */
export function whenThere(at: string, timeZone: string): string {
  const hour = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  const [here, there] = [undefined, timeZone].map((of) =>
    new Date(at).toLocaleString(undefined, { ...hour, timeZone: of }),
  );
  return here === there ? '' : ` (${there} there)`;
}

/** A time with its weekday. */
export const dateOf = (at: string | number): string => between(at, at, 'short');

export const clock = (at: string | number): string => new Date(at).toLocaleTimeString();

/** A stretch of time in words: 42 s, 3 min, 2 h. @param seconds null where there is none */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

/** When something ends that goes on: how long from now, and beyond an hour by the clock. Nothing of what should have ended. */
export function endWords(at: string, now = Date.now()): string {
  const ms = new Date(at).getTime() - now;
  if (ms <= 0) return '';
  return ms < HOUR_MS ? `, about ${duration(ms / 1000)} more` : `, until about ${when(at, now)}`;
}

/** The viewer's time zone: Europe/Berlin. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The same by its town: Berlin. */
export const zone = (): string => ownZone().replace(/.*\//, '').replaceAll('_', ' ');

const countries = new Intl.DisplayNames(undefined, { type: 'region' });
const languages = new Intl.DisplayNames(undefined, { type: 'language' });

/** How the API names that a number has no country. */
export const NO_COUNTRY = 'none';

/** The name of a country or a language in the viewer's language; the code itself where there is none. */
export const country = (code: string): string => (code === NO_COUNTRY ? 'Unknown country' : named(countries, code));
export const language = (code: string): string => named(languages, code);

function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** What a person is called, by what is known of them. */
export function nameOf({ name, phone_number, username, id }: Schemas['Customer']): string {
  return name ?? phone_number ?? username ?? id;
}

/** Whether a text is a day as a date's field has it: 2026-11-03. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
