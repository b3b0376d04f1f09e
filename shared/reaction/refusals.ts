import type { Campaign } from '../campaign/campaign.ts';
import type { MessageFailed, MessageReturned } from '../event/domain-event.ts';
import { hasFailed, type Message } from '../message/message.ts';
import { MAX_IN_A_ROW } from '../run/refused-in-a-row.ts';

/** Codes that are about their people pause a campaign above this share of so many of its latest outcomes. */
const MAX_SHARE = 0.9;
const SHARE_OF = 100;

/** How many of a campaign's latest messages are read to judge a failure: some of them have no outcome yet. */
export const MAX_JUDGED = 2 * SHARE_OF;

interface Outcome {
  readonly at: string;
  /** Undefined when the message was sent. */
  readonly code: string | undefined;
}

/** When a message learned its outcome, and which; a message that came back counts by how it was refused. */
function outcomeOf({ status, error_code: code, failed_at, sent_at }: Message): Outcome[] {
  if (failed_at !== undefined && (hasFailed(status) || status === 'retry'))
    return [{ at: failed_at, code: code ?? 'none' }];
  return sent_at === undefined ? [] : [{ at: sent_at, code: undefined }];
}

/** Whether a refusal tells of the campaign as it is now: nobody has changed it since the attempt, or its run is over. */
export function isOfThisRun({ data }: MessageFailed | MessageReturned, { status, updated_at }: Campaign): boolean {
  return status === 'completed' || data.attempted_at >= updated_at;
}

/** Whether the latest outcomes of a campaign say that a code refuses everybody. @param since the outcomes of the run */
export function isRefusedInARow(messages: readonly Message[], code: string, since: string): boolean {
  const latest = latestOutcomes(messages, since).slice(-MAX_IN_A_ROW);
  return latest.length === MAX_IN_A_ROW && latest.every((outcome) => outcome.code === code);
}

/** Whether a code that is about its people refuses nearly all of them. */
export function refusesNearlyAll(messages: readonly Message[], code: string, since: string): boolean {
  const latest = latestOutcomes(messages, since).slice(-SHARE_OF);
  const refused = latest.filter((outcome) => outcome.code === code).length;
  return latest.length === SHARE_OF && refused > MAX_SHARE * SHARE_OF;
}

function latestOutcomes(messages: readonly Message[], since: string): Outcome[] {
  const outcomes = messages.flatMap(outcomeOf).filter(({ at }) => at >= since);
  return outcomes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The messages of the run that failed with a code. */
export function failedWith(messages: readonly Message[], code: string, since: string): Message[] {
  return messages.filter(
    ({ status, error_code = 'none', failed_at = '' }) => hasFailed(status) && error_code === code && failed_at >= since,
  );
}
