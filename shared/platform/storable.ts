import type { Fault } from './errors.ts';

/** Deeper than any schema. */
const MAX_DEPTH = 16;
/** More than any request needs, and few enough that the schemas read them in milliseconds. */
const MAX_VALUES = 20_000;
/** As many as an answer lists. */
const MAX_FAULTS = 100;

/** Names with a meaning in JavaScript: as data they would be lost or break the code that reads them. */
export const RESERVED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** Control characters but tab and line breaks; and those that turn the direction of what follows, so that a text reads as another. */
const UNSHOWN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/**
 * Whether DynamoDB keeps a number, and JavaScript keeps it exactly. DynamoDB's smallest is 1e-130, and what is beyond 2^53 is
 * rounded before anybody sees it.
 */
export function isStorableNumber(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-130 && size <= Number.MAX_SAFE_INTEGER);
}

/** Why a text cannot be stored or shown; undefined when it can. */
export function textFault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  if (!UNSHOWN.test(text)) return undefined;
  return 'must hold no control characters but tabs and line breaks, and none that turn the direction of text';
}

/**
 * The faults of a value that came as JSON which no schema looks for: what cannot be stored, shown or kept under its name, and
 * what is too deep or too much to read. It reads no further than these limits, so it comes before the schemas.
 */
export function storableFaults(value: unknown): Fault[] {
  const faults: Fault[] = [];
  let values = 0;

  function add(path: readonly string[], code: string, message: string): void {
    faults.push({ path: path.join('.'), code, message });
  }

  function read(value: unknown, path: readonly string[]): void {
    values += 1;
    if (values > MAX_VALUES || faults.length >= MAX_FAULTS) return;
    if (typeof value === 'string') readText(value, path);
    if (typeof value === 'number' && !isStorableNumber(value))
      add(path, 'number', 'must be 0 or a number between 1e-130 and 9007199254740991; send any other as a string');
    if (typeof value !== 'object' || value === null) return;
    if (path.length === MAX_DEPTH) {
      add(path, 'too_deep', 'must not be nested this deep');
      return;
    }
    for (const name in value) {
      if (values > MAX_VALUES || faults.length >= MAX_FAULTS) return;
      const place = [...path, name];
      if (RESERVED_NAMES.has(name)) {
        add(place, 'reserved', 'This name cannot be used; choose another.');
        continue;
      }
      if (!Array.isArray(value)) readText(name, place);
      // eslint-disable-next-line herald/no-recursion -- MAX_DEPTH is its bound
      read((value as Readonly<Record<string, unknown>>)[name], place);
    }
  }

  function readText(text: string, path: readonly string[]): void {
    const message = textFault(text);
    if (message !== undefined) add(path, 'text', message);
  }

  read(value, []);
  if (values <= MAX_VALUES) return faults;
  return [{ path: '', code: 'too_many', message: `must hold at most ${MAX_VALUES} values; send it in parts` }];
}
