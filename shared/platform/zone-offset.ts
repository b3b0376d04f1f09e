const MINUTE = 60_000;

/** Cached: Intl takes 35 µs to create one, and planning needs one for every customer. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A zone's offset from UTC, in milliseconds. @param timeZone an IANA name @param at in milliseconds since the epoch */
export function offsetAt(timeZone: string, at: number): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', day: 'numeric' });
  formats.set(timeZone, format);
  const [, sign, hours = 0, minutes = 0] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(at)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
