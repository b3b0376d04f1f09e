import { logContext } from './log-context.ts';
import { LOG_EVENTS, type LogEvent } from './log-events.ts';
import { LOG_FIELDS, type LogFields } from './log-fields.ts';
import { measured } from './metrics.ts';
import { systemClock } from './system-clock.ts';

export type Log = (event: LogEvent, fields: LogFields) => void;

/**
 * Writes a line: a JSON object of the level, the event and the fields of the allow-list, those of the work under way among
 * them. The line of an event that a metric counts is one of CloudWatch's embedded metric format, too.
 */
export const log: Log = (event, fields) => {
  const { stage, ...context } = logContext();
  const known: LogFields = context;
  const allowed = Object.fromEntries(LOG_FIELDS.map((field) => [field, fields[field] ?? known[field]]));
  const metric = measured(event, fields, stage, systemClock.now());
  console.log(JSON.stringify({ level: LOG_EVENTS[event], event, ...allowed, ...metric }));
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
