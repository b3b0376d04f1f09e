import type { FunctionDefinition } from './function-definition.ts';

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

/** What a thread tells: what is printed in it, and what becomes of its sandboxes. */
export type Report = { readonly type: 'printed'; readonly text: string } | SandboxReport;

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
