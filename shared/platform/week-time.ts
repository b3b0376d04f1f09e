import { offsetAt } from './zone-offset.ts';

/** The weekday, Monday is 0, and the hour that clocks of a zone show. @param timeZone an IANA name @param at in milliseconds since the epoch */
export function weekTime(timeZone: string, at: number): { readonly weekday: number; readonly hour: number } {
  const local = new Date(at + offsetAt(timeZone, at));
  return { weekday: (local.getUTCDay() + 6) % 7, hour: local.getUTCHours() };
}
