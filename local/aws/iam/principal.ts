import type { Statement } from './statement.ts';

/** Who calls, and what its policies say. */
export interface Principal {
  /** An ARN, as AWS puts it into its refusals. */
  readonly name: string;
  readonly statements: readonly Statement[];
}
