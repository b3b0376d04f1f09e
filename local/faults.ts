export type FaultAction = 'error' | 'drop' | 'delay' | 'kill';

/** A moment of a call at which a fault may strike. */
export interface FaultPoint {
  /** The service's signing name, or the stand-in's own. */
  readonly service: string;
  readonly operation: string;
  /** Name of who calls: a role or function ARN, mostly. */
  readonly caller: string;
  /** Before the call acts, or after it has acted and before it is answered. */
  readonly when: 'before' | 'after';
  readonly input: unknown;
}

export interface FaultRule {
  readonly service?: string;
  readonly operation?: string;
  /** A part of the caller's name. */
  readonly caller?: string;
  readonly match?: (input: unknown) => boolean;
  readonly when: 'before' | 'after';
  /** error: answer with status and code; drop: no answer; delay: later; kill: the caller's worker dies. */
  readonly action: FaultAction;
  /** How often it strikes; without it, every time. */
  readonly times?: number;
  /** How many matching calls it lets pass first. */
  readonly skip?: number;
  readonly delayMs?: number;
  /** HTTP status of an error, 500 without it. */
  readonly status?: number;
  /** Error code, InternalServerError without it. */
  readonly code?: string;
}

export interface Faults {
  add(rule: FaultRule): void;
  /** Forgets every rule and count. */
  clear(): void;
  /** The first rule that strikes here, counted. */
  take(point: FaultPoint): FaultRule | undefined;
  /** How many faults struck, by action. */
  counts(): Readonly<Record<FaultAction, number>>;
}

/** Rules for failing on purpose, shared by every piece of the embedded stack that can be told to. */
export function createFaults(): Faults {
  const none = { error: 0, drop: 0, delay: 0, kill: 0 };
  let rules: { readonly rule: FaultRule; skip: number; times: number }[] = [];
  let counts = { ...none };
  return {
    add: (rule) => rules.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? Infinity }),
    clear: () => {
      rules = [];
      counts = { ...none };
    },
    take: (point) => {
      const struck = rules.find((entry) => entry.times > 0 && fits(entry.rule, point) && entry.skip-- <= 0);
      if (!struck) return undefined;
      struck.times -= 1;
      counts[struck.rule.action] += 1;
      return struck.rule;
    },
    counts: () => ({ ...counts }),
  };
}

function fits(rule: FaultRule, point: FaultPoint): boolean {
  return (
    rule.when === point.when &&
    (rule.service ?? point.service) === point.service &&
    (rule.operation ?? point.operation) === point.operation &&
    point.caller.includes(rule.caller ?? '') &&
    (rule.match?.(point.input) ?? true)
  );
}
