import type * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import type { Grant } from './grants.ts';
import type { Scope } from './scope.ts';

/** How the caller is known: a bearer key or token, the provider's signature, or not at all. */
export type Authentication = 'bearer' | 'provider' | 'none';

export type ContentType = 'application/json' | 'text/csv' | 'application/x-www-form-urlencoded';

export interface Contract {
  /** `<resource>.<verb>`, stable: names the function in the template, in logs and in OpenAPI. */
  readonly id: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** The handler's file, from the repository's root. */
  readonly entry: `functions/${string}.ts`;
  readonly authentication: Authentication;
  /** Whose adapter checks the signature and reads the body, where `authentication` is 'provider'. */
  readonly provider?: string;
  /** Needed by every bearer route; null where there is no bearer. */
  readonly scope: Scope | null;
  readonly summary: string;
  readonly request: {
    readonly params?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly body?: z.ZodType;
    readonly contentType?: ContentType;
    /** Faults that depend on the time of asking; found beside the schema's, so that a caller learns all at once. */
    faults?(body: unknown, now: number): readonly Fault[];
    /** In bytes; 1 MB unless the contract says otherwise. */
    readonly maximumBytes?: number;
  };
  readonly response: z.ZodType;
  /** 200 unless the contract says otherwise. */
  readonly status?: 200 | 202 | 204 | 302;
  /** The answer's type where it is not JSON; the answer is then text. */
  readonly produces?: 'text/xml';
  /**
   * What a request with a known Idempotency-Key is answered: the first answer, which is kept for a day; or, where that must
   * not be kept, by running again what can be run twice, or not at all. Default: the answer.
   */
  readonly repeat?: 'answer' | 'run' | 'refuse';
  /** The codes a caller may meet besides the ones every route shares. */
  readonly errors: readonly string[];
  readonly grants: readonly Grant[];
  /** In seconds; 10 unless the contract says otherwise. API Gateway gives up after 30. */
  readonly timeout?: number;
  /** In megabytes; 512 unless the contract says otherwise. */
  readonly memory?: number;
}

/** A contract as its author writes it: a bearer route unless it says otherwise. */
export function route<const Given extends Omit<Contract, 'authentication'> & { authentication?: Authentication }>(
  contract: Given,
): Given & { authentication: Authentication } {
  return { ...contract, authentication: contract.authentication ?? 'bearer' };
}
