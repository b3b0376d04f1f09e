import * as z from 'zod';

import type { Button } from '../content/button.ts';
import { buttonType } from '../content/button-type.ts';
import { idOf } from '../platform/ids.ts';
import { weekTime } from '../platform/week-time.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export const conversion = z.object({
  conversion_type: z
    .string()
    .min(1)
    .max(64)
    .meta({ description: 'What it is.', examples: ['order'] }),
  conversion_reference_id: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Your id of it; it counts once.', examples: ['A-1047'] }),
  value: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be a decimal number like "19.90"')
    .optional()
    .meta({
      description: 'What it was worth: a decimal number as text, so that no amount is rounded.',
      examples: ['19.90'],
    }),
  currency: z
    .string()
    .refine((code) => CURRENCIES.has(code), {
      message: 'must be a currency code like EUR',
      params: { code: 'currency' },
    })
    .optional()
    .meta({ description: 'ISO 4217', examples: ['EUR'] }),
  converted_at: z.iso.datetime(),
});
export type Conversion = z.infer<typeof conversion>;

/**
 * What came of a tap that an agent was to answer: the customer got its words, or the fallback; the agent wanted to say nothing; the
 * customer may not be written to now (skipped); the provider refused the answer, or did not say whether it took it.
 */
export const AGENT_OUTCOMES = ['answered', 'fallback', 'silent', 'skipped', 'failed', 'unknown'] as const;

export const agentOutcome = z.object({
  outcome: z.enum(AGENT_OUTCOMES),
  /** Why it was not the agent’s words: a word of Herald’s, or the provider’s code. */
  reason: z.string().optional(),
});
export type AgentOutcome = z.infer<typeof agentOutcome>;

/** How Herald learned of a tap. */
export const SOURCES = ['inbound', 'redirect', 'call', 'api'] as const;

/** One tap on one button by one customer, and the answer and conversion that followed. */
export const interaction = z.object({
  id: idOf('int'),
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  customer_id: idOf('cus'),
  message_id: idOf('msg'),
  content_key: z.string().optional().describe('Which of the campaign’s contents it was; null when it has one alone.'),
  variant: z.string().optional().describe('Which arm of an experiment it was; null outside of one.'),
  button_id: z.string().meta({ examples: ['order'] }),
  button_title: z.string().meta({ examples: ['Order'] }),
  button_type: buttonType,
  source: z.enum(SOURCES).describe('How Herald learned of the tap.'),
  clicked_at: z.iso.datetime(),
  /** Seconds from delivery (or acceptance, if no delivery was reported) to the tap. */
  response_seconds: z.number().min(0).optional(),
  /** By the customer's clock: weekday 0 is Monday, hour 0 begins at midnight. */
  local_weekday: z.number().int().min(0).max(6),
  local_hour: z.number().int().min(0).max(23),
  response_message: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  conversion: conversion.optional(),
  agent: agentOutcome.optional(),
});
export type Interaction = z.infer<typeof interaction>;

/** A tap that is not recorded yet. */
export interface Tap {
  readonly button: Button;
  readonly source: Interaction['source'];
  /** Equal for repeated reports of the same tap: made of the provider's sid or the request's id. */
  readonly key: string;
  /** Between which times (milliseconds since the epoch) the key stands for this tap; always, unless given. */
  readonly key_lasts?: { readonly from: number; readonly until: number } | undefined;
  readonly clicked_at: string;
  readonly response_message?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The weekday and hour of a moment by the customer's clock. */
export function localTime(at: string, timeZone: string): { local_weekday: number; local_hour: number } {
  const { weekday, hour } = weekTime(timeZone, Date.parse(at));
  return { local_weekday: weekday, local_hour: hour };
}
