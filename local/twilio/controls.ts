import * as z from 'zod';
import { RULES, type RuleName } from './rules.ts';

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number like +4915112345678');
const names = Object.keys(RULES) as [RuleName, ...RuleName[]];

/** What a test or a demo makes the network do while it runs: the body of `POST /_stand-in/act`. */
export const controls = z.strictObject({
  /** Switches rules by name. */
  rules: z.partialRecord(z.enum(names), z.boolean()).optional(),
  limits: z
    .strictObject({ portfolio: z.int().min(0), account_daily: z.int().min(0), queue_seconds: z.int().min(0) })
    .partial()
    .optional(),
  /** What becomes of templates that are submitted from now on and follow the rules. */
  review: z.union([z.enum(['instant', 'reject']), z.strictObject({ delayMs: z.int().min(0) })]).optional(),
  /** What WhatsApp changes of a template, which is named by its sid or its name. */
  template: z
    .strictObject({
      template: z.string().min(1),
      status: z.enum(['approved', 'rejected', 'paused', 'disabled']).optional(),
      rejection_reason: z.string().optional(),
      category: z.enum(['UTILITY', 'MARKETING']).optional(),
    })
    .optional(),
  /** Where Event Streams sends what becomes of templates; null ends it. */
  events_to: z.url().nullable().optional(),
  sender: z
    .strictObject({
      number: e164,
      status: z.enum(['ONLINE', 'OFFLINE']).optional(),
      quality_rating: z.enum(['HIGH', 'MEDIUM', 'LOW', 'UNKNOWN']).optional(),
    })
    .optional(),
  /** Refuses the next messages with a code of Twilio: all of them, or those to some numbers. */
  refuse: z
    .strictObject({
      code: z.int().min(10_000).max(99_999),
      times: z.int().min(1).default(1_000_000),
      to: z.array(e164).max(1_000).optional(),
    })
    .optional(),
  /** Ends all of `refuse` and other faults. */
  clear: z.literal(true).optional(),
  /** What an address on the web answers; `nothing` when it cannot be reached. */
  web: z
    .strictObject({
      url: z.url(),
      answers: z.union([
        z.literal('nothing'),
        z
          .strictObject({ status: z.int().min(100).max(599), content_type: z.string(), bytes: z.int().min(0) })
          .partial(),
      ]),
    })
    .optional(),
  /** Hosts that answer from now on; `*.shop.test` stands for it and all below it. */
  hosts: z.array(z.string().min(1)).max(100).optional(),
  /** A person writes to a sender: its window is open for 24 h, and the webhook is called. */
  writes: z.strictObject({ from: e164, to: e164, words: z.string().max(4_096) }).optional(),
});

export type Controls = z.input<typeof controls>;
