import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

/** What a campaign's row tells of what somebody did with it. Nobody to whom it was not sent can have left it undone. */
const UNDONE = ['delivered', 'read', 'tapped', 'replied', 'converted'] as const;
const DONE = ['sent', ...UNDONE, 'failed', 'skipped'] as const;

export const engagement = z
  .strictObject({
    campaign_id: idOf('cmp').describe('With which campaign.'),
    did: z
      .enum(DONE)
      .optional()
      .describe('What happened: it was sent to them, it reached them, they read it, tapped a button, and so on.'),
    did_not: z.enum(UNDONE).optional().describe('What did not, of those whom it was sent to.'),
    button_id: z.string().min(1).max(64).optional().describe('Which button was tapped, or was not; any, unless given.'),
  })
  .refine(({ did, did_not }) => (did === undefined) !== (did_not === undefined), {
    path: ['did'],
    params: { code: 'required' },
    message: 'give either did or did_not',
  })
  .refine(({ did = '', did_not = '', button_id }) => button_id === undefined || [did, did_not].includes('tapped'), {
    path: ['button_id'],
    params: { code: 'refused' },
    message: 'only together with tapped',
  })
  .meta({ id: 'Engagement', examples: [{ campaign_id: 'cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D', did_not: 'tapped' }] });
export type Engagement = z.infer<typeof engagement>;

/** The fields of a person's message of a campaign that tell what they did with it. */
export interface Engaged {
  readonly status: string;
  readonly clicked_buttons?: readonly string[] | undefined;
  readonly replied_at?: string | undefined;
  readonly converted_at?: string | undefined;
}

const NEVER_SENT = ['sending', 'retry', 'skipped'];
const REACHED = ['delivered', 'read'];

type Judge = (message: Engaged, button?: string) => boolean;
const JUDGES: Readonly<Record<(typeof DONE)[number], Judge>> = {
  sent: ({ status }) => !NEVER_SENT.includes(status),
  delivered: ({ status }) => REACHED.includes(status),
  read: ({ status }) => status === 'read',
  tapped: ({ clicked_buttons = [] }, button) =>
    button === undefined ? clicked_buttons.length > 0 : clicked_buttons.includes(button),
  replied: ({ replied_at }) => replied_at !== undefined,
  converted: ({ converted_at }) => converted_at !== undefined,
  failed: ({ status }) => status === 'failed' || status === 'undelivered',
  skipped: ({ status }) => status === 'skipped',
};

/**
 * Whether somebody did, or did not do, what is asked for.
 * @param messages what the campaign has for this person, under each id that they ever had
 */
export function isEngaged({ did, did_not, button_id }: Engagement, messages: readonly Engaged[]): boolean {
  if (did) return messages.some((message) => JUDGES[did](message, button_id));
  const wasSent = messages.some((message) => JUDGES.sent(message));
  return wasSent && !messages.some((message) => did_not && JUDGES[did_not](message, button_id));
}
