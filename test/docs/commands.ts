import { spawnSync } from 'node:child_process';

import type { Block } from './markdown.ts';

export interface Command {
  readonly text: string;
  readonly line: number;
  /** The status that its requests are to get, where that is not any 2xx or 3xx. */
  readonly expect: number | undefined;
}

/** Commands of the documents that the check does not run, word for word, and why. */
export const SKIPPED: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'the check has installed already, and starts a Herald of its own',
  'npm ci && npm test': 'it would run itself',
};

/** The commands of all `sh` blocks, in order. @throws Error when one has no end */
export function commandsOf(blocks: readonly Block[]): Command[] {
  return blocks.filter(({ language }) => language === 'sh').flatMap(splitBlock);
}

/** A command ends where bash, reading line by line, finds that it is whole. */
function splitBlock({ text, line, expect }: Block): Command[] {
  const commands: Command[] = [];
  let begun: string[] = [];
  let first = line;
  for (const [index, one] of text.split('\n').entries()) {
    if (begun.length === 0) {
      if (/^\s*(#.*)?$/.test(one)) continue;
      first = line + index;
    }
    begun.push(one);
    if (!isWhole(begun.join('\n'))) continue;
    commands.push({ text: begun.join('\n'), line: first, expect });
    begun = [];
  }
  if (begun.length > 0) throw new Error(`The command of line ${first} has no end.`);
  return commands;
}

function isWhole(command: string): boolean {
  if (command.endsWith('\\')) return false;
  // An open quote or `do` is an error, a here-document without its end a warning.
  const { status, stderr } = spawnSync('bash', ['-n'], { input: command, encoding: 'utf8' });
  return status === 0 && stderr === '';
}
