import { AsyncLocalStorage } from 'node:async_hooks';
import * as http from 'node:http';
import * as https from 'node:https';

/** What a sandbox's code finds around it. */
export interface Surroundings {
  readonly sandbox: number;
  readonly env: Readonly<Record<string, string>>;
  readonly network: Network;
  readonly exit: (code?: number) => never;
}

/** Undefined for a request that is not handled; `ordinary` makes it as it would have been made. */
export type DirectRequests = (
  options: Parameters<typeof http.request>,
  ordinary: () => http.ClientRequest,
) => http.ClientRequest | undefined;

/** A sandbox's way out, until it is cut. */
export interface Network {
  request(module: typeof http | typeof https, options: Parameters<typeof http.request>): http.ClientRequest;
  readonly fetch: typeof fetch;
  /** Breaks off what is under way, and refuses what is asked later: code that still runs reaches nobody. */
  cut(): void;
}

/** Those of the sandbox whose code runs now. Code that sandboxes share finds its caller's. */
export const surroundings = new AsyncLocalStorage<Surroundings>();

/** @param direct takes a request that it handles itself; it makes an ordinary one of one that it cannot */
export function openNetwork(direct?: DirectRequests): Network {
  const closing = new AbortController();
  const open = new Set<http.ClientRequest>();
  const opened = (outgoing: http.ClientRequest): http.ClientRequest => {
    open.add(outgoing);
    return outgoing.once('close', () => open.delete(outgoing));
  };
  return {
    request(module, options) {
      closing.signal.throwIfAborted();
      const ordinary = () => opened(module.request(...options));
      const outgoing = direct?.(options, ordinary);
      return outgoing ? opened(outgoing) : ordinary();
    },
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

/** Node's own, for code in sandboxes. */
export const ownFetch: typeof fetch = (input, init) => around().network.fetch(input, init);

export const ownProcess = Object.create(process, {
  env: { get: () => surroundings.getStore()?.env ?? {} },
  exit: { value: (code?: number) => around().exit(code) },
}) as NodeJS.Process;

/** In place of Node's modules of these names. */
export const ownModules: Readonly<Record<string, unknown>> = {
  http: ownModule(http),
  https: ownModule(https),
  process: ownProcess,
};

function ownModule(module: typeof http | typeof https): object {
  const request = (...options: Parameters<typeof http.request>) => around().network.request(module, options);
  const get = (...options: Parameters<typeof http.request>) => request(...options).end();
  const own = { request: { value: request, enumerable: true }, get: { value: get, enumerable: true } };
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(module), ...own });
}

function around(): Surroundings {
  const found = surroundings.getStore();
  if (!found) throw new Error('Code that belongs to no sandbox wants to reach out.');
  return found;
}
