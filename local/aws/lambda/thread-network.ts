import * as http from 'node:http';
import * as https from 'node:https';

/** A sandbox's way out: what Node's own modules offer, until it is cut. */
export interface Network {
  readonly http: typeof http;
  readonly https: typeof https;
  readonly fetch: typeof fetch;
  /** Breaks off what is under way, and refuses what is asked later: code that still runs reaches nobody. */
  cut(): void;
}

export function openNetwork(): Network {
  const closing = new AbortController();
  const open = new Set<http.ClientRequest>();

  function watched<Module extends typeof http | typeof https>(module: Module): Module {
    const request = (...options: Parameters<typeof http.request>) => {
      closing.signal.throwIfAborted();
      const outgoing = (module.request as typeof http.request)(...options);
      open.add(outgoing);
      return outgoing.once('close', () => open.delete(outgoing));
    };
    const get = (...options: Parameters<typeof http.request>) => request(...options).end();
    const own = { request: { value: request, enumerable: true }, get: { value: get, enumerable: true } };
    return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(module), ...own }) as Module;
  }

  return {
    http: watched(http),
    https: watched(https),
    async fetch(input, init) {
      const signals = [closing.signal, ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) });
    },
    cut() {
      closing.abort();
      // Without a listener of its own the error that follows would be one that nobody caught.
      for (const outgoing of open) outgoing.once('error', () => {}).destroy();
    },
  };
}
