/** An event as rules see it. */
export type BusEvent = Readonly<Record<string, unknown>>;

export interface EventTarget {
  /** The name of the queue that it delivers to. */
  readonly queue: string;
  /** The name of the queue for events that could not be delivered. */
  readonly deadLetters: string | undefined;
  /** The part of the event that is delivered. Undefined cannot be. */
  readonly input: (event: BusEvent) => unknown;
  /** The message group of what is delivered, by which a fair queue takes turns; none by default. */
  readonly group?: (event: BusEvent) => unknown;
}

export interface EventRule {
  readonly arn: string;
  readonly bus: string;
  readonly matches: (event: BusEvent) => boolean;
  readonly targets: readonly EventTarget[];
}
