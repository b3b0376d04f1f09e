import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import * as z from 'zod';

/**
 * Reads a file that `writeJsonFile` wrote. @param remedy what to do when it is damaged, as a sentence
 * @returns undefined when there is none
 * @throws Error that names the file, what is wrong with it, and the remedy
 */
export function readJsonFile<Value>(file: string, schema: z.ZodType<Value>, remedy: string): Value | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') throw new Error(`${file} cannot be read: give your user the permission.`, { cause: error });
    throw new Error(`${file} is damaged or cannot be read (${reasonOf(error)}). ${remedy}`, { cause: error });
  }
}

/** Writes it as a whole or not at all, readable by this user alone. */
export function writeJsonFile(file: string, value: object): void {
  const unfinished = `${file}.unfinished`;
  try {
    writeFileSync(unfinished, JSON.stringify(value), { mode: 0o600, flush: true });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [{ path, message } = { path: [], message: '' }] = error.issues;
    return path.length > 0 ? `${path.join('.')}: ${message}` : message;
  }
  // A syntax error would show what is in the file, which holds credentials.
  if (error instanceof SyntaxError) return 'it is not JSON';
  return (error as Error).message;
}
