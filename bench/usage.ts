import type { Herald } from '../local/herald.ts';
import { ROUTES } from '../shared/routes.ts';
import { LOCAL_FUNCTIONS } from './local-functions.ts';
import type { Units } from './prices.ts';

/** The memory of a function whose template sets none, in megabytes. */
const MEMORY = 512;

/** Bytes that Lambda puts before each line: time, request and level; and that CloudWatch adds to each for its bill. */
const LINE_OVERHEAD = 67 + 26;
/** Bytes of the lines START, END, REPORT and XRAY of an invocation, with CloudWatch's 26 for each. */
const INVOCATION_LINES = 430 + 4 * 26;
/** Bytes that a transition of the state machine logs, without execution data: three events of some 420, and CloudWatch's 26. */
export const TRANSITION_LINES = 3 * (420 + 26);
/** X-Ray's default rule: one request in twenty, beyond the first of each second. */
const TRACED = 0.05;

const HTTP = new Set(ROUTES.map(({ id }) => id));

export interface FunctionUse {
  readonly id: string;
  readonly invocations: number;
  readonly milliseconds: number;
  readonly gigabyte_seconds: number;
}

export interface Usage {
  readonly units: Units;
  readonly functions: readonly FunctionUse[];
}

/** Reads the functions' output, whose size and events determine what logging would cost. */
export function logMeter() {
  let bytes = 0;
  let events = 0;
  return {
    log(line: string): void {
      bytes += Buffer.byteLength(line) + LINE_OVERHEAD;
      if (line.includes('"events.published"')) events += (JSON.parse(line) as { count?: number }).count ?? 0;
    },
    read: () => ({ bytes, events }),
  };
}

/** Everything that a Herald has used since it began, except by its operator, who measures. */
export function usageOfHerald(
  { stack }: Herald,
  { bytes, events }: { readonly bytes: number; readonly events: number },
): Usage {
  const functions = LOCAL_FUNCTIONS.map(({ id, memory = MEMORY }) => {
    const { invocations, billedMilliseconds: milliseconds } = stack.runtime.stats(stack.functionArn(id));
    return { id, invocations, milliseconds, gigabyte_seconds: (milliseconds / 1000) * (memory / 1024) };
  });
  const sum = (field: 'invocations' | 'gigabyte_seconds', among = functions) =>
    among.reduce((total, use) => total + use[field], 0);
  const capacity = stack.dynamoDb.capacity().filter(({ caller }) => !caller.endsWith(':user/operator'));
  const invocations = sum('invocations');
  const transitions = stack.states.transitions();
  const streamReaders = functions.filter(({ id }) => id === 'rollup.fold' || id === 'events.publish');
  return {
    functions,
    units: {
      write_units: capacity.reduce((total, row) => total + row.write_units, 0),
      read_units: capacity.reduce((total, row) => total + row.read_units, 0),
      stream_reads: sum('invocations', streamReaders),
      sqs_requests: stack.sqs.requests(),
      invocations,
      gigabyte_seconds: sum('gigabyte_seconds'),
      http_requests: sum(
        'invocations',
        functions.filter(({ id }) => HTTP.has(id)),
      ),
      transitions,
      events,
      log_gigabytes: (bytes + invocations * INVOCATION_LINES + transitions * TRANSITION_LINES) / 1e9,
      traces: invocations * TRACED,
    },
  };
}
