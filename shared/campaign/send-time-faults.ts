import { observedBy } from '../content/observed-by.ts';
import type { Fault } from '../platform/errors.ts';
import type { CampaignContent } from './contents.ts';

/** What was given beside the contents: each field may be of another type, which its own schema reports. */
export interface GivenSendTime {
  readonly send_time?: unknown;
  readonly experiment?: unknown;
}

/** What `send_time` cannot be combined with. @param contents the campaign's own first */
export function sendTimeFaults(
  { send_time, experiment }: GivenSendTime,
  contents: readonly CampaignContent[],
  send_as: 'template' | 'session',
): Fault[] {
  if (send_time !== 'best') return [];
  const fault = (message: string): Fault => ({ path: 'send_time', code: 'refused', message });
  const isSeen = contents.some(
    ({ content, fields }) =>
      Array.isArray(fields.buttons) && content.buttons.some((button) => observedBy(button) !== 'nobody'),
  );
  return [
    ...(experiment !== undefined && experiment !== null ? [fault(EXPERIMENT)] : []),
    ...(send_as === 'session' ? [fault(SESSION)] : []),
    ...(isSeen ? [] : [fault(UNSEEN)]),
  ];
}

const EXPERIMENT =
  'an experiment compares contents and is decided at a set time from the start, send_time compares hours over a day; test one at a time: leave out the experiment, or send_time';
const SESSION =
  'a session message reaches only those who wrote within 24 hours, and waiting for an hour would lose them; send a template, or leave this out';
const UNSEEN =
  'the best hour is learnt and judged by taps, and nobody’s would be seen: give the campaign a button whose taps Herald sees, or leave this out';
