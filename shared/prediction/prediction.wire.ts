import * as z from 'zod';

import { METRICS } from '../campaign/experiment.ts';
import { buttonType } from '../content/button-type.ts';
import { FEATURES } from './cell.ts';
import { FEWEST } from './judge.ts';
import { picksWire } from './pick.wire.ts';
import { customerHour, timesWire } from './time.wire.ts';

const count = z.number().int();
const share = z.number();
const interval = z.tuple([z.number(), z.number()]);

const weight = z
  .object({
    feature: z.enum(FEATURES).describe('What the model looks at.'),
    odds: z.number().describe('By what the odds of a tap are multiplied: 2 means twice as likely, for small rates.'),
    interval: interval.describe('Where that is, with a probability of 95 %.'),
    meaning: z.string().meta({
      description: 'The same in words.',
      examples: ['Whoever tapped twice as often as is usual: 1.9 times the odds (1.7 to 2.1).'],
    }),
  })
  .meta({ id: 'PredictionWeight' });

const group = z
  .object({
    people: count.describe('How many are in the group.'),
    expected: z.number().describe('How many of them the model expected to tap.'),
    tapped: count.describe('How many did.'),
    rate: share.nullable().describe('Their part; null where fewer than 10 were expected, which says too little.'),
    interval: interval.nullable().describe('Where the rate is with a probability of 95 % (Wilson).'),
    verdict: z
      .enum(['as_expected', 'more', 'fewer', 'too_few'])
      .describe('Whether more or fewer tapped than was expected, by more than chance explains.'),
  })
  .meta({ id: 'ReliabilityGroup' });

const judged = z
  .object({
    campaign_id: z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
    judged_at: z.iso.datetime().describe('When.'),
    outcome: z
      .enum(['proved', 'not_proved', 'stays', 'switched_off'])
      .describe('It was proved, was not, stays in use, or is used no longer.'),
    people: count.describe('To whom it was sent, with a button.'),
    tapped: count.describe('How many of them tapped within a day.'),
    brier: z.number().describe('The mean square of what the forecasts missed by: 0 is perfect.'),
    base_brier: z.number().describe('The same of the base rates that were known at training.'),
    skill: z.number().describe('1 − brier / base_brier: what part of the base rate’s misses is saved.'),
    gain: z
      .number()
      .describe('base_brier − brier. It is used when the whole interval is above 0, and it tells people apart.'),
    gain_interval: interval.describe('Where the gain is with a probability of 95 %.'),
    tells_apart: z
      .boolean()
      .describe('Whether people of whom more was foretold tapped more often than others with the same type of button.'),
    reliability: z.array(group).describe('Five groups of about the same size, those least likely to tap first.'),
    calibration: z
      .object({
        slope: z
          .number()
          .describe(
            '1: as sure as it should be. Below: too sure; 0: cannot tell people apart. Above: not sure enough.',
          ),
        interval: interval.describe('Where the slope is with a probability of 95 %.'),
      })
      .nullable()
      .describe(
        'How the odds that were found follow those that were foretold; null where all are foretold the same, or all that happens is.',
      ),
  })
  .meta({ id: 'PredictionJudgement' });

const model = z
  .object({
    trained_at: z.iso.datetime().describe('When.'),
    campaigns: z.array(z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] })),
    people: count.describe('How many people were read.'),
    sampled: share.describe('The part of all people that this is: a sixteenth or more, drawn by chance.'),
    messages: count.describe('How many messages with buttons were counted.'),
    tapped: count.describe('How many of them were tapped within a day.'),
    base_rate: share.describe('Their part.'),
    base_rates: z
      .array(z.object({ type: buttonType, rate: share }))
      .describe('The same by the type of the first button: what the model is judged against.'),
    weights: z.array(weight).describe('What it looks at, and what that is worth.'),
  })
  .meta({ id: 'PredictionModel' });

export const predictionsWire = z
  .object({
    taps: z
      .object({
        status: z
          .enum(['not_enough_evidence', 'unproved', 'in_use'])
          .describe('Whether there is a model of who taps, and whether it has proved to be better than the base rate.'),
        verdict: z.string().meta({
          description: 'The same in words.',
          examples: ['Not enough evidence: no campaign has closed yet.'],
        }),
        evidence: z
          .object({
            messages: count.describe('How many messages with buttons the newest training counted.'),
            tapped: count.describe('How many of them were tapped within a day.'),
            needed: count.describe(`So many tapped and so many that were not are needed at least: ${FEWEST}.`),
          })
          .describe('What there is to learn from.'),
        model: model.nullable().describe('The present model; null without one.'),
        judged: judged.nullable().describe('The newest judgement, perhaps of the model before; null before the first.'),
      })
      .describe('Who taps a button within a day.'),
    picks: picksWire,
    times: timesWire,
    trained_at: z.iso.datetime().nullable().describe('When the newest training ended.'),
  })
  .meta({ id: 'Predictions' });
export type PredictionsWire = z.infer<typeof predictionsWire>;

export const customerPrediction = z
  .object({
    customer_id: z.string().meta({ examples: ['cus_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
    status: z
      .enum(['not_enough_evidence', 'unproved', 'in_use'])
      .describe('Of the model; `GET /v1/predictions` says why. Nothing is foretold by one that is not in use.'),
    taps: z
      .array(
        z.object({
          type: buttonType,
          probability: share.describe('Of this customer.'),
          base_rate: share.describe('Of everybody.'),
        }),
      )
      .nullable()
      .describe(
        'How likely a message is tapped that is sent now, by the type of its first button; null where nothing is foretold.',
      ),
    picks: z
      .array(
        z.object({
          metric: z.enum(METRICS).describe('What an experiment counts.'),
          type: buttonType.describe(
            'With what the variant begins that it would pick for them now, of the types that were tested.',
          ),
        }),
      )
      .describe('Which variant experiments with `pick` give to this customer; none of a metric that is not in use.'),
    best_hour: customerHour
      .nullable()
      .describe('The part of the day at which they likeliest tap; null where best hours are not in use.'),
  })
  .meta({ id: 'CustomerPrediction' });
export type CustomerPrediction = z.infer<typeof customerPrediction>;
