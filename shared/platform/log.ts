/**
 * The complete catalogue of log events. A line is a JSON object: level, event, and only fields of the allow-list, so that no
 * body, number, name, key or credential can reach a log.
 */
export const LOG_EVENTS = {
  'request.answered': 'info',
  'request.failed': 'error',
  'delivery.failed': 'warn',
  'chunk.sent': 'info',
  'chunk.parked': 'info',
  'chunk.postponed': 'info',
  'chunk.dead_lettered': 'error',
  'message.unknown': 'warn',
  'message.reconciled': 'info',
  'campaign.paused': 'warn',
  'campaign.closed': 'info',
  'campaign.revived': 'warn',
  'experiment.decided': 'info',
  'experiment.arm_worse': 'warn',
  'schedule.fired': 'info',
  'schedule.stale': 'info',
  'occurrence.skipped': 'warn',
  'lane.planned': 'info',
  'recommendation.fallback': 'warn',
  'rollup.folded': 'info',
  'rollup.unfoldable': 'error',
  'test.sent': 'info',
  'link.unrecorded': 'error',
  'inbound.received': 'info',
  'inbound.unattributed': 'warn',
  'inbound.unresolved': 'warn',
  'customer.linked': 'info',
  'customer.user_id_changed': 'warn',
  'call.received': 'info',
  'call.unrecorded': 'error',
  'events.published': 'info',
  'event.unpublishable': 'error',
  'reply.routed': 'info',
  'reply.skipped': 'warn',
  'agent.answered': 'info',
  'agent.unanswered': 'warn',
  'webhook.delivered': 'info',
  'webhook.failed': 'warn',
  'webhook.given_up': 'error',
  'callbacks.overdue': 'warn',
  'callbacks.recovered': 'warn',
  'callbacks.given_up': 'error',
  'inbound.recovered': 'warn',
  'tap.lost': 'warn',
  'audit.unfinished': 'warn',
  'dead_letters.found': 'warn',
  'alert.mailed': 'info',
  'alert.unmailable': 'warn',
  'job.ended': 'info',
  'job.failed': 'error',
  'job.requeued': 'warn',
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;

export interface LogFields {
  readonly request_id?: string | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly tenant_id?: string | undefined;
  readonly campaign_id?: string | undefined;
  readonly customer_id?: string | undefined;
  readonly lane?: number | undefined;
  readonly run?: number | undefined;
  readonly chunk_id?: string | undefined;
  readonly endpoint_id?: string | undefined;
  readonly delivery_id?: string | undefined;
  readonly job_id?: string | undefined;
  readonly count?: number | undefined;
  readonly milliseconds?: number | undefined;
  /** Where a bug was thrown; its message is left out, since it may quote data. */
  readonly stack?: string | undefined;
  /** What AWS refused the function: the action and the resource. */
  readonly denied?: string | undefined;
}

export type Log = (event: LogEvent, fields: LogFields) => void;

const ALLOWED: Record<keyof LogFields, true> = {
  request_id: true,
  route: true,
  status: true,
  code: true,
  tenant_id: true,
  campaign_id: true,
  customer_id: true,
  lane: true,
  run: true,
  chunk_id: true,
  endpoint_id: true,
  delivery_id: true,
  job_id: true,
  count: true,
  milliseconds: true,
  stack: true,
  denied: true,
};
const FIELDS = ['level', 'event', ...Object.keys(ALLOWED)];

export const log: Log = (event, fields) => {
  console.log(JSON.stringify({ level: LOG_EVENTS[event], event, ...fields }, FIELDS));
};

/** As AWS words a refusal. Only the action and the ARN are taken: of other messages nothing may be logged. */
const REFUSAL = /is not authorized to perform: ([a-z]+:[A-Za-z]+) on resource: (arn:[\w:./*+=,@-]+)/;

/** What may be logged of an error: the frames of its stack, and what a function was refused. */
export function traceOf(error: unknown): Pick<LogFields, 'stack' | 'denied'> {
  const [, action, resource] = (error instanceof Error && REFUSAL.exec(error.message)) || [];
  return { stack: frames(error), ...(action && { denied: `${action} on ${resource}` }) };
}

function frames(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const lines = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...lines.slice(0, 8)].join('\n');
}
