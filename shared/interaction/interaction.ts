import * as z from 'zod';

import type { Button } from '../content/button.ts';
import { buttonType } from '../content/button-type.ts';
import { idOf } from '../platform/ids.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export const conversion = z.object({
  conversion_type: z.string().min(1).max(64),
  conversion_reference_id: z.string().min(1).max(200),
  /** A decimal number as text, so that no amount is rounded. */
  value: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be a decimal number like "19.90"')
    .optional(),
  /** ISO 4217 */
  currency: z
    .string()
    .refine((code) => CURRENCIES.has(code), {
      message: 'must be a currency code like EUR',
      params: { code: 'currency' },
    })
    .optional(),
  converted_at: z.iso.datetime(),
});
export type Conversion = z.infer<typeof conversion>;

/** How a tap came to be known. */
export const SOURCES = ['inbound', 'redirect', 'call', 'api'] as const;

/** One tap of one button by one customer, and what came of it. */
export const interaction = z.object({
  id: idOf('int'),
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  customer_id: idOf('cus'),
  message_id: idOf('msg'),
  button_id: z.string(),
  button_title: z.string(),
  button_type: buttonType,
  source: z.enum(SOURCES),
  clicked_at: z.iso.datetime(),
  /** From delivery, or from acceptance where no delivery was reported, to the tap. */
  response_seconds: z.number().min(0).optional(),
  /** When it was for the customer: 0 is Monday, 0 is midnight. */
  local_weekday: z.number().int().min(0).max(6),
  local_hour: z.number().int().min(0).max(23),
  response_message: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  conversion: conversion.optional(),
});
export type Interaction = z.infer<typeof interaction>;

/** What was tapped, when and by whom, before it is entered. */
export interface Tap {
  readonly button: Button;
  readonly source: Interaction['source'];
  /** The same tap told twice has the same key: the provider's MessageSid, a request's id. */
  readonly key: string;
  readonly clicked_at: string;
  readonly response_message?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Weekday and hour of a moment where the customer is. */
export function localTime(at: string, timeZone: string): { local_weekday: number; local_hour: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    local_weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')),
    local_hour: Number(part('hour')),
  };
}
