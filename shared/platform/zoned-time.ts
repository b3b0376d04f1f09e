import { timestamp } from './clock.ts';
import { offsetAt } from './zone-offset.ts';

/** No zone changes its offset but at one of these, in milliseconds. */
const QUARTER_HOUR = 15 * 60_000;

/** A time as clocks of a zone show it, with the zone's offset: '2026-06-01T14:00:00.000+02:00'. */
export type ZonedTime = (at: string) => string;

/** Asks Intl once for each quarter of an hour: a file has millions of times. @param timeZone an IANA name */
export function zonedTime(timeZone: string): ZonedTime {
  const offsets = new Map<number, number>();
  return (at) => {
    const time = Date.parse(at);
    const quarter = Math.floor(time / QUARTER_HOUR);
    const offset = offsets.get(quarter) ?? offsetAt(timeZone, time);
    if (offsets.size < 100_000) offsets.set(quarter, offset);
    return timestamp(time + offset).replace('Z', nameOf(offset));
  };
}

/** `+02:00` */
function nameOf(offset: number): string {
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
