import { commandsOf, SKIPPED, type Command } from './commands.ts';
import { scan } from './markdown.ts';
import { startShell, type Ran } from './shell.ts';

/** A command that waits for a campaign waits for seconds; one that takes this long waits for nothing. */
const COMMAND_MS = 300_000;

export interface Result {
  readonly run: number;
  readonly skipped: readonly string[];
  /** What went wrong, if anything did: the rest of the document is not run then. */
  readonly failure?: string;
}

/**
 * Runs every command of a document as it is written, one after another in one shell.
 * @param environment what the document's settings are taken from: `API`, `KEY`, …
 */
export async function runDocument(
  document: string,
  markdown: string,
  environment: Readonly<Record<string, string>>,
): Promise<Result> {
  const skipped: string[] = [];
  let run = 0;
  const shell = startShell(environment);
  try {
    for (const command of commandsOf(scan(markdown).blocks)) {
      if (Object.hasOwn(SKIPPED, command.text)) {
        skipped.push(command.text);
        continue;
      }
      run += 1;
      const ran = await shell.run(command.text, COMMAND_MS);
      const fault = faultOf(command, ran);
      if (fault) return { run, skipped, failure: describe(document, command, ran, fault) };
    }
    return { run, skipped };
  } finally {
    shell.close();
  }
}

function faultOf({ expect }: Command, { exitCode, statuses }: Ran): string | undefined {
  if (exitCode === null) return 'it did not come to an end';
  if (exitCode !== 0) return `exit code ${exitCode}`;
  const wrong = statuses.find((status) => (expect === undefined ? status < 200 || status >= 400 : status !== expect));
  if (wrong !== undefined) return `HTTP ${wrong} where ${expect ?? '2xx or 3xx'} is expected`;
  return undefined;
}

function describe(document: string, { text, line }: Command, { output }: Ran, fault: string): string {
  return `${document}:${line}: ${fault}\n${text}\n${output.slice(-2_000)}`;
}
