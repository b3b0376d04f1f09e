import type { TracedMessage } from '../message/message.ts';
import { kindSent, type Course, type Kind } from './course.ts';
import { slotOf } from './slot.ts';

const DAY = 86_400_000;
/** A tap later than this was hardly for the message. */
const WINDOW = DAY;

/** How many messages of some sort were delivered, and how many of them were tapped. */
interface Count {
  readonly delivered: number;
  readonly tapped: number;
}

/** What somebody had done by some moment. */
export interface Past extends Count {
  readonly read: number;
  readonly ofKind: Readonly<Partial<Record<Kind, Count>>>;
  readonly ofSlot: ReadonlyMap<number, Count>;
  /** Days since the last tap; undefined before the first one. */
  readonly days?: number | undefined;
}

/** One message of somebody, with times in milliseconds since the epoch. */
export interface Step {
  readonly course: Course;
  /** When it was first tried; undefined of somebody who was skipped. */
  readonly tried: number | undefined;
  /** Of its first button; undefined where there was nothing to tap. */
  readonly kind: Kind | undefined;
  /** Where they live, when it was tried. */
  readonly slot: number;
  readonly delivered: number | undefined;
  readonly read: number | undefined;
  readonly tapped: number | undefined;
  /** The ids of the tapped buttons. */
  readonly buttons: readonly string[];
}

export function stepOf(course: Course, message: TracedMessage, timeZone: string): Step {
  const tried = timeOf(message.tried_at ?? message.accepted_at);
  return {
    ...{ course, tried, buttons: message.clicked_buttons ?? [] },
    kind: kindSent(course, message.content_key),
    slot: slotOf(timeZone, tried ?? course.began),
    delivered: timeOf(message.delivered_at ?? message.read_at),
    read: timeOf(message.read_at),
    tapped: timeOf(message.first_click_at),
  };
}

/** Whether a message was tapped within a day. */
export function hasTapped({ tried, tapped }: Step): boolean {
  if (tried === undefined || tapped === undefined) return false;
  const after = tapped - tried;
  return after >= 0 && after <= WINDOW;
}

/** What somebody's messages say of them as it stood at a moment: later news of earlier messages does not count. */
export function pastOf(steps: readonly Step[], moment: number): Past {
  let [delivered, read, tapped] = [0, 0, 0];
  let last = -Infinity;
  const ofKind: Partial<Record<Kind, Count>> = {};
  const ofSlot = new Map<number, Count>();
  for (const step of steps) {
    const { kind, slot } = step;
    if (!isBefore(step.delivered, moment)) continue;
    const isTapped = isBefore(step.tapped, moment);
    delivered += 1;
    if (isBefore(step.read, moment)) read += 1;
    if (isTapped) {
      tapped += 1;
      last = Math.max(last, step.tapped ?? last);
    }
    if (!kind) continue;
    ofKind[kind] = added(ofKind[kind], isTapped && tappedKinds(step, kind).includes(kind));
    ofSlot.set(slot, added(ofSlot.get(slot), isTapped));
  }
  return { delivered, read, tapped, ofKind, ofSlot, days: last === -Infinity ? undefined : (moment - last) / DAY };
}

/** The kinds of the buttons that were tapped; that of the first one where they are not known any more. */
function tappedKinds({ course, buttons }: Step, first: Kind): Kind[] {
  const known = buttons.flatMap((id) => course.buttons.get(id) ?? []);
  return known.length > 0 ? known : [first];
}

function added(before: Count = { delivered: 0, tapped: 0 }, isTapped: boolean): Count {
  return { delivered: before.delivered + 1, tapped: before.tapped + (isTapped ? 1 : 0) };
}

function isBefore(time: number | undefined, moment: number): boolean {
  return time !== undefined && time < moment;
}

function timeOf(at: string | undefined): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}
