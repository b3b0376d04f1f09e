import * as z from 'zod';

/** How many of those who wrote a campaign are known: the latest. */
const MAX_AUTHORS = 50;

/** Who approved a campaign as it was then, and how many people it reached. A change of what it says, or to whom, ends it. */
export const approval = z
  .object({
    by: z.string().meta({ description: 'The member’s id.', examples: ['mem_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
    name: z.string().meta({ description: 'The member’s name.', examples: ['Ana Souza'] }),
    at: z.iso.datetime(),
    reach: z.int().min(0).describe('How many people it reached then; it may go to so many.'),
  })
  .meta({ id: 'CampaignApproval' });

/** Fields that say nothing to anybody: whoever changes them writes nothing that was approved. */
const PRIVATE: readonly string[] = ['name', 'description', 'metadata', 'scheduled_at'];

/** Whether a change is of what was approved. */
export function needsNewApproval(change: object): boolean {
  return Object.keys(change).some((field) => !PRIVATE.includes(field));
}

interface Written {
  readonly authors?: readonly string[] | undefined;
  readonly updated_by?: string | undefined;
}

/** Those who wrote a campaign, as `actorName` puts it; those of earlier versions only say who changed them last. */
export function authorsOf({ authors = [], updated_by }: Written): readonly string[] {
  return authors.length > 0 || updated_by === undefined ? authors : [updated_by];
}

/** They, and whoever writes it now. */
export function authorsWith(campaign: Written, by: string): string[] {
  return [...new Set([...authorsOf(campaign).filter((author) => author !== by), by])].slice(-MAX_AUTHORS);
}
