import { holdoutWindow, isClosed, type HeldBack } from '../campaign/cohort.ts';
import { contentsOf, type WithContents } from '../campaign/contents.ts';
import { holdoutOf, trialOf, type HoldoutSide } from './cohort-of-message.ts';
import { hasReached, NONE, type Step } from './message-steps.ts';
import { hasFailed, type Message, type MessagePhase, type MessageStatus } from './message.ts';

/** Which messages of a campaign are listed; each that is given must hold. */
export interface MessageFilter {
  /** Exactly this status. */
  readonly status?: MessageStatus | undefined;
  readonly reached?: Step | undefined;
  readonly not_reached?: Step | undefined;
  /** Of those that failed. */
  readonly error_code?: string | undefined;
  /** Of those that were skipped. */
  readonly reason?: string | undefined;
  readonly content?: string | undefined;
  readonly language?: string | undefined;
  readonly variant?: string | undefined;
  readonly phase?: MessagePhase | undefined;
  readonly tried?: boolean | undefined;
  readonly window_over?: boolean | undefined;
  readonly did?: boolean | undefined;
  /** Of those whose time is over. */
  readonly holdout?: HoldoutSide | undefined;
  readonly holdout_converted?: boolean | undefined;
  readonly button?: string | undefined;
  readonly not_button?: string | undefined;
  readonly tapped?: boolean | undefined;
  readonly replied?: boolean | undefined;
  readonly opted_out?: boolean | undefined;
  /** From this time on, and before this one: `timeOf`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The fields of a campaign by which its messages are listed. */
type Filtered = WithContents & HeldBack;

/**
 * Tells which messages a filter keeps; the steps, codes, reasons, contents, buttons and parts of an experiment are counted as the
 * report counts them.
 * @param now by when somebody's time is over, in milliseconds since the epoch
 * @returns undefined for a filter that keeps all
 */
export function messageFilter(
  filter: MessageFilter,
  campaign: Filtered,
  now: number,
): ((message: Message) => boolean) | undefined {
  const { reached, not_reached, error_code, reason, button, not_button, from, to } = filter;
  const tests: ((message: Message) => boolean)[] = [];
  const add = (given: unknown, test: (message: Message) => boolean) => {
    if (given !== undefined) tests.push(test);
  };
  const taps = ({ clicked_buttons = [] }: Message) => clicked_buttons;
  add(filter.status, ({ status }) => status === filter.status);
  add(reached, ({ status }) => reached !== undefined && hasReached(status, reached));
  add(not_reached, ({ status }) => not_reached !== undefined && !hasReached(status, not_reached));
  add(error_code, (message) => hasFailed(message.status) && (message.error_code ?? NONE) === error_code);
  add(reason, (message) => message.status === 'skipped' && (message.status_reason ?? NONE) === reason);
  add(button, (message) => taps(message).includes(button ?? ''));
  add(not_button, (message) => !taps(message).includes(not_button ?? ''));
  add(filter.variant, ({ arm }) => arm === filter.variant);
  add(filter.phase, ({ phase }) => phase === filter.phase);
  add(filter.tried, ({ phase, tried_at }) => (phase === 'test' && tried_at !== undefined) === filter.tried);
  add(filter.window_over, (message) => isWindowOver(message, campaign, now) === filter.window_over);
  add(filter.did, (message) => (trialOf(message)?.did ?? false) === filter.did);
  add(filter.holdout, (message) => sideOf(message, campaign, now) === filter.holdout);
  add(filter.holdout_converted, (message) => (holdoutOf(message)?.bought ?? false) === filter.holdout_converted);
  add(filter.tapped, (message) => taps(message).length > 0 === filter.tapped);
  add(filter.replied, (message) => (message.replied_at !== undefined) === filter.replied);
  add(filter.opted_out, (message) => (message.opted_out_at !== undefined) === filter.opted_out);
  add(filter.content ?? filter.language, isOfContent(filter, campaign));
  add(from, (message) => (timeOf(message, reached) ?? '') >= (from ?? ''));
  // A message without the time is not within any span.
  add(to, (message) => (timeOf(message, reached) ?? '~') < (to ?? ''));
  return tests.length === 0 ? undefined : (message) => tests.every((test) => test(message));
}

/** Whether somebody of the test has had their whole time. */
function isWindowOver(message: Message, { experiment }: Filtered, now: number): boolean {
  const trial = trialOf(message);
  return experiment !== undefined && trial !== undefined && isClosed(trial.cohort, experiment, now);
}

/** On which side of what the campaign brings somebody is compared whose time is over. */
function sideOf(message: Message, campaign: Filtered, now: number): HoldoutSide | undefined {
  const found = holdoutOf(message);
  return found && isClosed(found.cohort, holdoutWindow(campaign), now) ? found.side : undefined;
}

/** A message names its content only where the campaign has several; then whoever was skipped before the choice has none. */
function isOfContent({ content, language }: MessageFilter, campaign: WithContents): (message: Message) => boolean {
  const fitting = contentsOf(campaign).filter(
    (one) => (content ?? one.key) === one.key && (language ?? one.content.language) === one.content.language,
  );
  const keys = new Set<string | undefined>(fitting.map(({ key }) => key));
  if (!campaign.contents?.length) return () => keys.size > 0;
  return ({ content_key }) => keys.has(content_key);
}

/** When a message came to a step; without one, when the provider took or refused it. */
function timeOf(message: Message, step: Step | undefined): string | undefined {
  const { accepted_at, sent_at, delivered_at, read_at, failed_at } = message;
  const taken = accepted_at ?? failed_at;
  const times = { accepted: accepted_at, sent: sent_at, delivered: delivered_at, read: read_at, failed: failed_at };
  return step === undefined || step === 'handed_over' ? taken : times[step];
}
