import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';

import { checkDatabase } from './database.ts';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { freePort } from './free-port.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Runs "$0" until it ends or stdin closes. The kernel closes the pipe with the process that holds it, so even a SIGKILLed
 * parent leaves no server behind. A background job of sh reads /dev/null unless redirected, hence descriptor 3.
 */
const TIED_TO_STDIN = 'exec 3<&0; "$0" "$@" 3<&- & pid=$!; { cat <&3; kill $pid; } >/dev/null 2>&1 & wait $pid';

/** Dynoxide scans all stream records for the next sequence number: 300 writes/s after 16,000 records, 6,000 with this. */
const SEQUENCE_INDEX = `CREATE INDEX IF NOT EXISTS local_stream_sequence
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

export interface Dynoxide {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface DynoxideOptions {
  /** Keeps the data; created when absent. */
  readonly file: string;
  /** Called when the server ends without having been closed. Default: an error on the console. */
  readonly onExit?: (reason: Error) => void;
  /** Default: one that nobody listens on now. */
  readonly pickPort?: () => Promise<number>;
}

/** A port that was free when it was picked may be another program's by the time the server listens. */
const MAX_PORTS = 5;

/** Starts the embedded DynamoDB on a free loopback port. @throws Error when it cannot start, StorageFailure for its file */
export async function startDynoxide({
  file,
  onExit = ({ message }) => console.error(message),
  pickPort = freePort,
}: DynoxideOptions): Promise<Dynoxide> {
  checkDatabase(file);
  for (let tried = 1; ; tried += 1) {
    try {
      return await startOn(await pickPort(), file, onExit);
    } catch (error) {
      if (tried === MAX_PORTS || !(error as Error).message.includes('is already in use')) throw error;
    }
  }
}

async function startOn(port: number, file: string, onExit: (reason: Error) => void): Promise<Dynoxide> {
  const command = [dynoxideBinary(), '-p', String(port), '--db-path', file];
  // A process group of its own: Ctrl-C reaches the stack alone, which closes this last.
  const child = spawn('sh', ['-c', TIED_TO_STDIN, ...command], { detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let output = '';
  const ended = once(child, 'close').then(([code]) => {
    const why = output.trim().replaceAll(/\s*\n\s*/g, '; ');
    const reason = new Error(`the embedded DynamoDB ended with ${code}: ${why || 'it does not say why'}`);
    return storageFailure(file, reason) ?? reason;
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      // The line may arrive in two pieces.
      if (!/listening on .*\n/.test(output)) return;
      // What comes later says why it ended.
      output = '';
      resolve();
    });
    ended.then(reject, reject);
  });
  let closing = false;
  void ended.then((reason) => closing || onExit(reason));
  const close = async () => {
    closing = true;
    child.stdin.end();
    await ended;
  };
  try {
    indexStreamRecords(file);
  } catch (error) {
    await close();
    throw storageFailure(file, error as Error) ?? error;
  }
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(SEQUENCE_INDEX);
  database.close();
}
