import type { DatabaseSync } from 'node:sqlite';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Times in milliseconds since 1970; input and output are JSON. */
export interface Execution {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly input: string;
  readonly status: ExecutionStatus;
  readonly started: number;
  readonly stopped: number | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

export interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string;
  readonly error?: string | null;
  readonly cause?: string | null;
}

export interface Page {
  readonly machine: string;
  /** '' for all. */
  readonly status: string;
  readonly limit: number;
  readonly offset: number;
}

export type ExecutionStore = ReturnType<typeof executionStore>;

export function executionStore(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS executions (
    arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
    started INTEGER NOT NULL, stopped INTEGER, output TEXT, error TEXT, cause TEXT)`);
  const insert = database.prepare(
    `INSERT INTO executions (arn, machine, name, input, status, started) VALUES (?, ?, ?, ?, 'RUNNING', ?) RETURNING *`,
  );
  const select = database.prepare('SELECT * FROM executions WHERE arn = ?');
  const finish = database.prepare(
    `UPDATE executions SET status = ?, stopped = ?, output = ?, error = ?, cause = ? WHERE arn = ? AND status = 'RUNNING'`,
  );
  const running = database.prepare(`SELECT * FROM executions WHERE status = 'RUNNING'`);
  const list = database.prepare(
    `SELECT * FROM executions WHERE machine = ? AND ? IN (status, '') ORDER BY started DESC, rowid DESC LIMIT ? OFFSET ?`,
  );

  return {
    /** @throws Error when there is an execution with this ARN */
    add: ({ arn, machine, name, input }: Pick<Execution, 'arn' | 'machine' | 'name' | 'input'>) =>
      insert.get(arn, machine, name, input, Date.now()) as unknown as Execution,
    find: (arn: string) => select.get(arn) as unknown as Execution | undefined,
    /** Changes nothing about an execution that has ended. */
    finish(arn: string, { status, output, error, cause }: Outcome): void {
      finish.run(status, Date.now(), output ?? null, error ?? null, cause ?? null, arn);
    },
    running: () => running.all() as unknown as Execution[],
    list: ({ machine, status, limit, offset }: Page) =>
      list.all(machine, status, limit, offset) as unknown as Execution[],
  };
}
