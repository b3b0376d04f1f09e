import * as z from 'zod';

import { buttonType } from '../content/button-type.ts';
import { OBSERVED_BY } from '../content/observed-by.ts';
import { idOf } from '../platform/ids.ts';
import type { AGENT_OUTCOMES } from '../interaction/interaction.ts';
import { totalFields } from '../campaign/campaign-totals.ts';
import { campaignStatus } from '../campaign/campaign-status.ts';
import { experimentWire, holdoutWire } from './experiment/experiment.wire.ts';
import { comparisonWire } from './compare.wire.ts';

const count = z.number().int();
const rate = z.number().nullable();
const interval = z
  .object({ lower: z.number().describe('From 0 to 1.'), upper: z.number().describe('From 0 to 1.') })
  .nullable();
const outcomes = {
  answered: count.describe('Who got the agent’s words.'),
  fallback: count.describe('Who got the button’s `fallback`.'),
  silent: count.describe('To whom the agent wanted nothing said.'),
  skipped: count.describe('Who may not be written to any more.'),
  failed: count.describe('To whom the provider did not send the answer.'),
  unknown: count.describe('Of whom nobody knows whether they got it.'),
} satisfies Record<(typeof AGENT_OUTCOMES)[number], typeof count>;
const money = z.record(z.string(), z.string()).meta({
  description: 'What conversions were worth, of those that said so: decimal numbers by currency.',
  examples: [{ EUR: '199.00' }],
});

const agentWire = z
  .object({
    ...outcomes,
    reasons: z
      .record(z.string(), count)
      .meta({ description: 'Why it was not the agent’s words.', examples: [{ timeout: 3, opted_out: 1 }] }),
  })
  .meta({ id: 'AgentReport' });

const share = { ...totalFields, clicked: count, delivery_rate: rate, read_rate: rate, click_through_rate: rate };
const language = z.string().meta({ description: 'BCP 47', examples: ['pt-BR'] });

export const reportWire = z
  .object({
    campaign_id: idOf('cmp'),
    status: campaignStatus,
    generated_at: z.iso.datetime().describe('When it was made.'),
    settled_at: z.iso
      .datetime()
      .nullable()
      .default(null)
      .describe('Since when no figure has changed for an hour after the campaign ended; null while they move.'),
    totals: z.object(totalFields).describe('How many messages came so far; `delivered` includes those that were read.'),
    rates: z
      .object({ delivery_rate: rate, read_rate: rate, click_through_rate: rate, conversion_rate: rate })
      .describe('From 0 to 1; null without a denominator.'),
    failures: z
      .array(
        z.object({
          error_code: z.string().meta({ description: 'The provider’s code.', examples: ['63024'] }),
          class: z.string().meta({ description: 'What kind of failure that is.', examples: ['bad_recipient'] }),
          meaning: z
            .string()
            .meta({ description: 'The same for a person.', examples: ['The number is not on WhatsApp.'] }),
          count,
        }),
      )
      .describe('Why messages failed.'),
    skipped: z.record(z.string(), count).describe('How many were not sent to, by reason.'),
    by_content: z
      .array(
        z.object({
          content_key: z.string().meta({ description: 'Which content.', examples: ['default'] }),
          language,
          ...share,
        }),
      )
      .describe('The same for each content of the campaign, its own first.'),
    by_language: z.array(z.object({ language, ...share })).describe('The same for each language of the contents.'),
    button_analytics: z
      .object({
        total_clicks: count,
        unique_customers: count,
        click_through_rate: rate,
        conversions: count,
        conversion_rate: rate,
        conversion_types: z.record(z.string(), count).describe('How many conversions of each type.'),
        conversion_value: money,
        buttons: z.array(
          z.object({
            button_id: z.string().meta({ examples: ['order'] }),
            button_title: z.string().meta({ examples: ['Order'] }),
            button_type: buttonType,
            observed_by: z.enum(OBSERVED_BY).describe('How its taps are known.'),
            clicks: count,
            unique_customers: count,
            click_through_rate: rate,
            conversions: count,
            conversion_rate: rate,
            conversion_value: money,
            agent: agentWire.nullable().describe('Only of a button that an agent answers; null for others.'),
            interval: z
              .object({ click_through_rate: interval, conversion_rate: interval })
              .describe('Where each rate is with a confidence of 95 % (Wilson); null without a denominator.'),
            response_time: z
              .object({
                p50_seconds: rate,
                p90_seconds: rate,
                p99_seconds: rate,
                buckets: z
                  .array(
                    z.object({
                      from_seconds: z.number().describe('The shortest time in it.'),
                      to_seconds: z.number().describe('All times in it are shorter.'),
                      count,
                    }),
                  )
                  .describe(
                    'How many taps took how long, each bucket a fifth wider than the one before; only those with any.',
                  ),
              })
              .describe('From the delivery to the tap; null without taps.'),
          }),
        ),
        by_hour: z
          .array(z.object({ hour: count, clicks: count, conversions: count }))
          .describe('By the hour of the day in UTC.'),
        by_weekday_hour: z
          .array(z.array(count))
          .describe('Clicks by weekday, Monday first, and hour, by the customers’ clocks.'),
      })
      .optional()
      .describe('Only of a campaign with buttons.'),
    experiment: experimentWire.optional().describe('Only of a campaign with an experiment that has begun.'),
    holdout: holdoutWire.optional().describe('Only of a campaign that holds some people back.'),
    comparison: comparisonWire.optional().describe('Only with `compare`.'),
  })
  .meta({ id: 'Report' });
