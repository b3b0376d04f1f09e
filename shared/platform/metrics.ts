import type { LogEvent } from './log-events.ts';
import type { LogFields } from './log-fields.ts';

/** Where Herald's own metrics are in CloudWatch. Each has the dimension `Stage`, and at most one more. */
export const NAMESPACE = 'Herald';

/** The values of the dimension of the metric `Messages`. */
export const MESSAGE_OUTCOMES = ['accepted', 'delivered', 'read', 'failed', 'unknown', 'skipped'] as const;

/** A metric that the lines of a log event feed. */
export interface Feed {
  readonly metric: string;
  /** The field that is measured. Without it each line counts 1. */
  readonly of?: 'count' | 'milliseconds';
  /** The metric's own dimension. Its value is `as`, or the line's `code`, which then is one of few. */
  readonly by?: string;
  readonly as?: string;
}

/** Every metric, by the event whose lines feed it. `metric-descriptions.ts` says what each means. */
export const FEEDS = {
  'messages.counted': { metric: 'Messages', of: 'count', by: 'Outcome' },
  'failures.published': { metric: 'Failures', of: 'count', by: 'Class' },
  'unknowns.settled': { metric: 'UnknownsSettled', of: 'count' },
  'message.unknown': { metric: 'UnknownsLeft' },
  'chunk.sent': { metric: 'SlotsUsed', of: 'count' },
  'chunk.postponed': { metric: 'SlotsMissed', of: 'count', by: 'Reason' },
  'taps.counted': { metric: 'TapToReport', of: 'milliseconds' },
  'storage.throttled': { metric: 'Throttles', of: 'count', by: 'Where', as: 'storage' },
  'queue.throttled': { metric: 'Throttles', of: 'count', by: 'Where', as: 'queue' },
  'provider.throttled': { metric: 'Throttles', of: 'count', by: 'Where', as: 'provider' },
  'request.throttled': { metric: 'Throttles', by: 'Where', as: 'api' },
  'delivery.failed': { metric: 'Retries', by: 'Of', as: 'delivery' },
  'webhook.failed': { metric: 'Retries', by: 'Of', as: 'webhook' },
  'webhook.refused': { metric: 'WebhookRefusals' },
  'webhook.given_up': { metric: 'WebhooksGivenUp' },
  'approval.missing': { metric: 'ApprovalsMissing' },
  'approval.given': { metric: 'ApprovalsGiven' },
  'campaign.paused': { metric: 'CampaignsPaused', by: 'Reason' },
  'campaign.revived': { metric: 'RunsRevived' },
  'counters.checked': { metric: 'CountersChecked', of: 'count' },
  'counters.wrong': { metric: 'CountersWrong', by: 'Family' },
} as const satisfies Partial<Record<LogEvent, Feed>>;

export type MetricName = (typeof FEEDS)[keyof typeof FEEDS]['metric'];

/**
 * What makes a line one of CloudWatch's embedded metric format: `_aws`, which names the metric, and the members it names.
 * @param stage undefined where nobody is to count, as in tests
 * @returns nothing for an event that feeds no metric
 */
export function measured(event: LogEvent, fields: LogFields, stage: string | undefined, now: number): object {
  const feed = (FEEDS as Partial<Record<LogEvent, Feed>>)[event];
  if (!feed || stage === undefined) return {};
  const { metric, of, by, as = fields.code ?? 'none' } = feed;
  const dimensions = { Stage: stage, ...(by && { [by]: as }) };
  const Metrics = [{ Name: metric, Unit: of === 'milliseconds' ? 'Milliseconds' : 'Count' }];
  const directive = { Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics };
  return {
    _aws: { Timestamp: now, CloudWatchMetrics: [directive] },
    ...dimensions,
    [metric]: of ? (fields[of] ?? 0) : 1,
  };
}
