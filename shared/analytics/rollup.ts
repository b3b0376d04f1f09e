import type { Message } from '../messaging/message.ts';

/** Counters by name; a missing one is 0. */
export type Counters = Readonly<Record<string, number>>;

/** The row a lane's records count in. */
export interface RollupRow {
  readonly tenant_id: string;
  readonly campaign_id: string;
  readonly lane: number;
}

/** One change of the stream: its place in the order of its partition key, and what it adds. */
export interface Step {
  /** The stream's sequence number, padded so that text compares as numbers do. */
  readonly sequence: string;
  readonly adds: Counters;
}

/** Sequence numbers have up to 40 digits [DynamoDB Streams API, StreamRecord]. */
export function padded(sequence: string): string {
  return sequence.padStart(40, '0');
}

/** What is counted of a message: its fields that the roll-up reads. */
export type Counted = Pick<Message, 'status' | 'error_code' | 'status_reason'>;

/**
 * The counters one message stands in, by its status alone: so a report is a recount, whatever order news came in. Each
 * recipient is in at most one of accepted, failed, skipped and unknown; sent, delivered and read are parts of accepted.
 */
export function countersOf(message: Counted | undefined): Counters {
  if (!message) return {};
  switch (message.status) {
    case 'retry':
    case 'sending':
      return { recipients: 1 };
    case 'unknown':
      return { recipients: 1, unknown: 1 };
    case 'accepted':
      return { recipients: 1, accepted: 1 };
    case 'sent':
      return { recipients: 1, accepted: 1, sent: 1 };
    case 'delivered':
      return { recipients: 1, accepted: 1, sent: 1, delivered: 1 };
    case 'read':
      return { recipients: 1, accepted: 1, sent: 1, delivered: 1, read: 1 };
    case 'failed':
    case 'undelivered':
      return { recipients: 1, failed: 1, [`failed#${message.error_code ?? 'none'}`]: 1 };
    case 'skipped':
      return { recipients: 1, skipped: 1, [`skipped#${message.status_reason ?? 'none'}`]: 1 };
  }
}

/** What a change of one message adds to the counters. */
export function fold(before: Counted | undefined, after: Counted | undefined): Counters {
  return sum([countersOf(after), negative(countersOf(before))]);
}

export function sum(all: Iterable<Counters>): Counters {
  const total: Record<string, number> = {};
  for (const counters of all) {
    for (const [name, by] of Object.entries(counters)) total[name] = (total[name] ?? 0) + by;
  }
  return Object.fromEntries(Object.entries(total).filter(([, by]) => by !== 0));
}

function negative(counters: Counters): Counters {
  return Object.fromEntries(Object.entries(counters).map(([name, by]) => [name, -by]));
}

/** How many recipients have an outcome. */
export function settledOf(counters: Counters): number {
  return ['accepted', 'failed', 'skipped', 'unknown'].reduce((total, name) => total + (counters[name] ?? 0), 0);
}
