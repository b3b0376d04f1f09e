import { createDetour, type Detour } from './services/dynamodb/detour.ts';

export type FaultAction = 'error' | 'drop' | 'delay' | 'kill';

/** A call, and the moment of it at which a fault may strike. */
export interface FaultPoint {
  /** The service's signing name: 'dynamodb', 'sqs', 'events', 'scheduler', 'states', 'secretsmanager', 's3'. */
  readonly service: string;
  readonly operation: string;
  /** The caller's name: a function's ARN, or the operator's. */
  readonly caller: string;
  /** Before the service handles the call, or after it has and before it answers. */
  readonly when: 'before' | 'after';
  readonly input: unknown;
}

export interface FaultRule {
  readonly service?: string;
  readonly operation?: string;
  /** Part of the caller's name. */
  readonly caller?: string;
  readonly match?: (input: unknown) => boolean;
  readonly when: 'before' | 'after';
  /**
   * error: an answer with `status` and `code`; drop: the connection breaks; delay: everything comes `delayMs` later;
   * kill: the connection breaks and the caller's worker dies.
   */
  readonly action: FaultAction;
  /** How often it strikes. Default: every time. */
  readonly times?: number;
  /** How many matching calls pass before it strikes. Default: none. */
  readonly skip?: number;
  readonly delayMs?: number;
  /** HTTP status of an error. Default: 500. */
  readonly status?: number;
  /** Code of an error. Default: InternalServerError. */
  readonly code?: string;
  /** Further fields of an error, such as CancellationReasons. */
  readonly extra?: object;
}

export interface Faults {
  add(rule: FaultRule): void;
  /** Removes every rule and resets the counts. */
  clear(): void;
  /** The first rule that strikes at this point; it is counted. */
  take(point: FaultPoint): FaultRule | undefined;
  /** How many faults struck, by action. */
  counts(): Readonly<Record<FaultAction, number>>;
}

/**
 * Rules for failing on purpose. They are tried in the order they were added; at most one strikes.
 * @param detour begun for as long as there are rules: they strike what comes by the endpoint
 */
export function createFaults(detour: Pick<Detour, 'begin' | 'end'> = createDetour()): Faults {
  const zero = { error: 0, drop: 0, delay: 0, kill: 0 };
  let rules: { readonly rule: FaultRule; skip: number; times: number }[] = [];
  let counts = { ...zero };
  return {
    add: (rule) => {
      if (rules.length === 0) detour.begin();
      rules.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? Infinity });
    },
    clear: () => {
      if (rules.length > 0) detour.end();
      rules = [];
      counts = { ...zero };
    },
    take: (point) => {
      const struck = rules.find((entry) => entry.times > 0 && matches(entry.rule, point) && entry.skip-- <= 0);
      if (!struck) return undefined;
      struck.times -= 1;
      counts[struck.rule.action] += 1;
      return struck.rule;
    },
    counts: () => ({ ...counts }),
  };
}

function matches(rule: FaultRule, point: FaultPoint): boolean {
  return (
    rule.when === point.when &&
    (rule.service ?? point.service) === point.service &&
    (rule.operation ?? point.operation) === point.operation &&
    point.caller.includes(rule.caller ?? '') &&
    (rule.match?.(point.input) ?? true)
  );
}
