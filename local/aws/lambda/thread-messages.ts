import type { CapacityRow } from '../services/dynamodb/capacity.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** What a thread is made with that reaches the table itself. */
export interface TablePlace {
  /** The endpoint that its functions know. */
  readonly endpoint: string;
  /** The DynamoDB behind it. */
  readonly dynamoDb: string;
  /** Of `detourOf`. */
  readonly detour: SharedArrayBuffer;
}

/** What a thread is told about one of its sandboxes. */
export type Order =
  | { readonly type: 'load'; readonly definition: FunctionDefinition }
  /** @property event JSON. @property deadline milliseconds since the epoch */
  | { readonly type: 'run'; readonly event: string; readonly requestId: string; readonly deadline: number }
  | { readonly type: 'end' };

export interface Message {
  readonly sandbox: number;
  readonly order: Order;
}

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: string | undefined;
}

/** What a thread tells: what is printed in it, that DynamoDB failed, and what becomes of its sandboxes. */
export type Report =
  | { readonly type: 'printed'; readonly text: string }
  | { readonly type: 'table_failed'; readonly message: string }
  | (SandboxReport & Consumed);

/** What the thread's functions have consumed of the table since it told last. */
export interface Consumed {
  readonly consumed?: readonly CapacityRow[];
}

/** What a thread tells about one of its sandboxes. */
export type SandboxReport = { readonly sandbox: number } &
  /** @property result JSON */
  (
    | { readonly type: 'done'; readonly result: string }
    | { readonly type: 'failed'; readonly failure: Failure }
    /** The sandbox takes no more events: its code exited, or an error that nobody caught ended it. */
    | { readonly type: 'lost'; readonly failure: Failure }
    /** As it was told. */
    | { readonly type: 'ended' }
  );
