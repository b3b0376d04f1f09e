import type { Fault } from '../platform/errors.ts';

const MAX_FAULTS = 100;
/** In characters. */
const MAX_PATH = 200;
const MAX_MESSAGE = 300;
/** In bytes of JSON: with the rest of the answer it stays below 64 KB. */
const MAX_BYTES = 60_000;

/** The first faults of a request, as many as an answer lists. A fault may quote the request, which may be long. */
export function listedFaults(faults: readonly Fault[]): Fault[] {
  let bytes = 0;
  const cut = faults.slice(0, MAX_FAULTS).map(({ path, code, message }) => {
    return { path: shorten(path, MAX_PATH), code, message: shorten(message, MAX_MESSAGE) };
  });
  return cut.filter((fault) => (bytes += Buffer.byteLength(JSON.stringify(fault)) + 1) <= MAX_BYTES);
}

/** @param maximum in characters, the sign for what is left out included */
export function shorten(text: string, maximum: number): string {
  // Cutting may leave half of a pair of surrogates.
  return text.length <= maximum ? text : `${text.slice(0, maximum - 1).toWellFormed()}…`;
}
