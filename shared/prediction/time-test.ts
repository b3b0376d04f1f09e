import type { Campaign } from '../campaign/campaign.ts';
import { halfOf } from '../campaign/placement.ts';
import { drawHour, openHoursByZone, timeShareOf, type OpenHour, type OpenHoursOf } from '../campaign/send-time.ts';
import { ownTimeOf } from './own-time.ts';
import { hasTapped, type Step } from './past.ts';
import { openingsOf, timeCellOf, timeProfileOf, type Given } from './time-cell.ts';
import { count, type Tally } from './tally.ts';
import type { TimeTest } from './training.ts';

/** How long after the beginning of their hour (milliseconds) somebody still counts as sent to in it: a sender takes its time. */
const LATE = 2 * 3_600_000;

/** What a campaign that has ended tells of hours; undefined of one that gave none. */
export function timeTestOf({ id, send_time, timing_terms }: Campaign): TimeTest | undefined {
  return send_time && timing_terms ? { campaign_id: id, ...timing_terms } : undefined;
}

/** The hours that were open to people, by campaign, told once for a page of them. */
export type OpenHours = Map<string, OpenHoursOf>;

/**
 * Counts somebody of a campaign with hours: what they were before, what hashes gave them, and whether they tapped within a day of when
 * they were sent to. Who had no hour that was open is in no count.
 * @param all every message of theirs @param known where the campaigns' open hours are kept
 */
export function countTime(
  tally: Tally,
  test: TimeTest,
  step: Step,
  all: readonly Step[],
  person: { readonly id: string; readonly timezone: string },
  known: OpenHours,
): void {
  const { course, tried, kind } = step;
  if (tried === undefined || !kind) return;
  const openIn = known.get(course.id) ?? openHoursByZone(course.began, test.hours);
  known.set(course.id, openIn);
  const open = openIn(person.timezone);
  const given = givenTo(test, person.id, open, tried);
  if (!given) return;
  const profile = timeProfileOf(ownTimeOf(all, person.timezone, course.began));
  const trial = { profile, open: openingsOf(open), given, half: halfOf(course.id, person.id) };
  count(tally, timeCellOf(trial), hasTapped(step));
}

function givenTo(
  { campaign_id, model }: TimeTest,
  id: string,
  open: readonly OpenHour[],
  tried: number,
): Given | undefined {
  const share = timeShareOf(campaign_id, id);
  const hour = drawHour(campaign_id, id, open);
  if (!hour) return undefined;
  if (share === 'random')
    return { got: 'random', block: hour.block, isOnTime: tried >= hour.at && tried < hour.at + LATE };
  return { got: share === 'best' && model !== undefined ? 'best' : 'start' };
}
