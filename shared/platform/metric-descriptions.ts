import { MESSAGE_OUTCOMES, type MetricName } from './metrics.ts';

/** What a metric means, in one sentence without a full stop, and every value of its own dimension. */
export interface MetricDescription {
  readonly help: string;
  readonly values?: readonly string[];
}

/** For people: the dashboard's titles, `/metrics` and the documentation. No function's bundle needs it. */
export const METRIC_DESCRIPTIONS: Readonly<Record<MetricName, MetricDescription>> = {
  Messages: {
    help: 'Messages that came to an outcome, as the roll-up counts them',
    values: MESSAGE_OUTCOMES,
  },
  Failures: {
    help: 'Messages that failed, by the class of the reason',
    values: [
      ...['bad_recipient', 'opted_out', 'outside_window', 'marketing_limit', 'template', 'template_gone'],
      ...['template_paused', 'media', 'throttled', 'portfolio_limit', 'account_limit', 'transient', 'ambiguous'],
      ...['sandbox', 'setup', 'fatal', 'unknown'],
    ],
  },
  UnknownsSettled: { help: 'Messages whose unknown outcome became known' },
  UnknownsLeft: { help: 'Messages that no look at the provider found: they stay unknown until somebody replays them' },
  SlotsUsed: { help: 'Messages that were sent in a slot of their sender' },
  SlotsMissed: {
    help: 'Messages that got a later slot, because theirs had passed or because the sender had to slow down',
    values: ['late', 'slower'],
  },
  TapToReport: { help: 'Milliseconds from a tap until the report has it, the slowest of each batch' },
  Throttles: {
    help: 'Refused requests: by storage, by a queue, by the provider, or by the API to its callers',
    values: ['storage', 'queue', 'provider', 'api'],
  },
  Retries: {
    help: 'Work that failed and is delivered again: messages of queues, and webhooks to tenants',
    values: ['delivery', 'webhook'],
  },
  WebhookRefusals: { help: 'Requests to the provider’s webhooks without a valid signature' },
  WebhooksGivenUp: { help: 'Webhook deliveries that were given up and wait for a replay' },
  ApprovalsMissing: { help: 'Campaigns that were to be sent and lacked an approval' },
  ApprovalsGiven: { help: 'Campaigns that a member approved' },
  CampaignsPaused: {
    help: 'Campaigns that Herald paused, by the reason',
    values: [
      ...['credentials_missing', 'sender_missing', 'provider_unreachable', 'provider_silent', 'dead_letter'],
      ...['provider_refused', 'template_failing', 'template_gone', 'template_paused', 'refused_in_a_row'],
      ...['recipients_failing', 'template_refused', 'audience_broken', 'unapproved', 'address_unreachable'],
      ...['missed_schedule', 'sending_stopped'],
    ],
  },
  RunsRevived: { help: 'Runs that died and that the sweeper continued' },
  CountersChecked: { help: 'Campaigns whose counters were compared with a recount, some each day' },
  CountersWrong: {
    help: 'Rows of counters that say something else than a recount, by the family of counters',
    values: ['totals', 'buttons', 'hours', 'weekdays', 'cohorts'],
  },
};
