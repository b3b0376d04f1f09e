import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

/** A page of people is planned within seconds, and its function has a minute. */
const MAX_SECONDS = 10;

/** A webhook that is asked, when people are planned, what each of them is to get. */
export const recommend = z
  .strictObject({
    webhook_endpoint_id: idOf('whe').describe(
      'Which of your webhook endpoints is asked. Events are sent there as before.',
    ),
    timeout_seconds: z
      .number()
      .int()
      .min(1)
      .max(MAX_SECONDS)
      .default(5)
      .describe('How long its answer for a page of people may take.'),
    fallback: z
      .string()
      .max(32)
      .optional()
      .meta({
        description:
          'The key of the content for those of whom the answer says nothing; what they would get without it, unless given.',
        examples: ['default'],
      }),
  })
  .meta({
    examples: [{ webhook_endpoint_id: 'whe_01KB2QW6ZC8N4T5V7X9Y1A3B5D', timeout_seconds: 5 }],
  });
export type Recommend = z.infer<typeof recommend>;

/** Why somebody got the fallback: the webhook failed, said nothing of them, or something that cannot be used. */
export const FALLBACK_REASONS = ['failed', 'unanswered', 'invalid', 'unknown_content'] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** How many people got the fallback, by reason. */
export type Fallbacks = Readonly<Partial<Record<FallbackReason, number>>>;

const WHY: Readonly<Record<FallbackReason, string>> = {
  failed: 'the webhook could not be reached, took too long, or gave no answer that can be read',
  unanswered: 'its answer says nothing of them',
  invalid: 'what it says of them has not the form that is asked for',
  unknown_content: 'it names a content that the campaign does not have, or that is an arm of its experiment',
};

/** @param fallbacks of at least one person */
export function fallbackSentence(fallbacks: Fallbacks): string {
  const parts = FALLBACK_REASONS.flatMap((reason) =>
    fallbacks[reason] ? [`${fallbacks[reason]}: ${WHY[reason]}`] : [],
  );
  return `These customers get the fallback of recommend. ${parts.join('; ')}. Mend the webhook: whoever is planned from then on gets what it says.`;
}
