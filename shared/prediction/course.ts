import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import { contentsOf, OWN_CONTENT } from '../campaign/contents.ts';
import type { ButtonType } from '../content/button-type.ts';

/** The kinds of button, in the order of their places in a cell. */
export const KINDS = ['reply', 'url', 'call'] as const satisfies readonly ButtonType[];
export type Kind = (typeof KINDS)[number];

/** What a campaign was, as far as it tells what people do. */
export interface Course {
  readonly id: string;
  /** When it began, in milliseconds since the epoch. */
  readonly began: number;
  /** The kind of a content's first button, by the content's key; none of a content without buttons. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** The kind of each button, by its id. */
  readonly buttons: ReadonlyMap<string, Kind>;
}

/** @param campaign one that has begun */
export function courseOf(campaign: Campaign): Course {
  const contents = contentsOf(campaign);
  return {
    id: campaign.id,
    began: Date.parse(campaign.started_at ?? campaign.created_at),
    kinds: new Map(contents.flatMap(({ key, content: { buttons } }) => (buttons[0] ? [[key, buttons[0].type]] : []))),
    buttons: new Map(
      contents.flatMap(({ content: { buttons } }) => buttons.map(({ id, type }) => [id, type] as const)),
    ),
  };
}

/** The kind of button that somebody was sent; undefined where there was nothing to tap. */
export function kindSent({ kinds }: Course, content_key: string = OWN_CONTENT): Kind | undefined {
  return kinds.get(content_key);
}

/** A course as a row keeps it. */
export const storedCourse = z.object({
  id: z.string(),
  began: z.number(),
  kinds: z.record(z.string(), z.enum(KINDS)),
  buttons: z.record(z.string(), z.enum(KINDS)),
});
export type StoredCourse = z.infer<typeof storedCourse>;

export function asStored({ kinds, buttons, ...course }: Course): StoredCourse {
  return { ...course, kinds: Object.fromEntries(kinds), buttons: Object.fromEntries(buttons) };
}

export function asRead({ kinds, buttons, ...course }: StoredCourse): Course {
  return { ...course, kinds: new Map(Object.entries(kinds)), buttons: new Map(Object.entries(buttons)) };
}
