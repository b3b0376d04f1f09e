import * as z from 'zod';

import { SPEND_AMOUNT } from '../contract/tenant-limits.ts';
import { timestamp } from '../platform/clock.ts';
import { isTimeZone } from '../platform/is-time-zone.ts';
import { offsetAt } from '../platform/zone-offset.ts';
import { nextAllowed } from './sending-hours.ts';

/** What the campaigns of a tenant may cost in one day, as expected by the prices. */
export const spendCap = z
  .strictObject({
    amount: z
      .string()
      .regex(SPEND_AMOUNT.pattern, SPEND_AMOUNT.words)
      .refine((amount) => SPEND_AMOUNT.positive.test(amount), {
        params: { code: 'too_small' },
        message: SPEND_AMOUNT.zero,
      })
      .meta({
        description: 'What may be spent in a day, in the currency of message_prices; without one, in USD.',
        examples: ['250.00'],
      }),
    time_zone: z
      .string()
      .refine(isTimeZone, { params: { code: 'timezone' }, message: 'must be an IANA time zone like Europe/Berlin' })
      .default('UTC')
      .meta({ description: 'By whose clock a day begins and ends; IANA.', examples: ['Europe/Berlin'] }),
  })
  .meta({ examples: [{ amount: '250.00', time_zone: 'Europe/Berlin' }] });
export type SpendCap = z.infer<typeof spendCap>;

/** The day in a zone: '2026-11-28'. @param at in milliseconds since the epoch */
export function dayOf(time_zone: string, at: number): string {
  return timestamp(at + offsetAt(time_zone, at)).slice(0, 10);
}

/** When the next day begins in a zone, also where clocks change at midnight. In milliseconds since the epoch, like `at`. */
export function nextDay(time_zone: string, at: number): number {
  const today = new Date(at + offsetAt(time_zone, at)).getUTCDay();
  return nextAllowed({ from: '00:00', to: '24:00', days: [today + 1] }, time_zone, at);
}
