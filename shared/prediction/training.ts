import * as z from 'zod';

import { METRICS } from '../campaign/experiment.ts';
import { timingTerms } from '../campaign/send-time.ts';
import { idOf } from '../platform/ids.ts';
import { KINDS } from './course.ts';

const basis = z.object({ tap: z.number(), read: z.number() });

/** An experiment that tells which kind of button people answer: each of its arms begins with another. */
export const pickTest = z.object({
  campaign_id: idOf('cmp'),
  metric: z.enum(METRICS),
  window_hours: z.number(),
  /** By variant: with what it begins, and how likely it was for somebody of the test. */
  arms: z.record(z.string(), z.object({ kind: z.enum(KINDS), propensity: z.number() })),
});
export type PickTest = z.infer<typeof pickTest>;

/** A campaign that gave some of its people a random hour. */
export const timeTest = timingTerms.extend({ campaign_id: idOf('cmp') });
export type TimeTest = z.infer<typeof timeTest>;

/** What a training is about, fixed as it begins. */
export const plan = z.object({
  training: z.string(),
  /** Those that have begun, the newest first: whatever they tell of somebody before another began is known of them then. */
  campaigns: z.array(idOf('cmp')),
  /** Those of them in which everybody has had their time. */
  closed: z.array(idOf('cmp')),
  basis,
  /** The newest closed campaign that the present model has not seen, and what that model measures people by. */
  unseen: z.object({ campaign_id: idOf('cmp'), basis }).optional(),
  /** Those of them that tell which arm to give to whom, the newest first. */
  picks: z.array(pickTest).default([]),
  /** Those that tell at which hour to send, the newest first. */
  times: z.array(timeTest).default([]),
});
export type Plan = z.infer<typeof plan>;

/** How far a training is: a part of a lane of people in each step, and then what follows. */
export const trainingPosition = z.object({
  plan,
  lane: z.number().int(),
  /** The customer behind whom the next step begins. */
  after: z.string().optional(),
  /** How many messages and people were read so far. */
  rows: z.number().int(),
  people: z.number().int(),
});
export type TrainingPosition = z.infer<typeof trainingPosition>;

/** The name that a training's job has in the registry of kinds. */
export const TRAINING = 'prediction';
