import type * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import { auditLevel, type AuditLevel } from './audit-level.ts';
import { AUDIT_GRANTS, BEARER_GRANTS, type Grant } from './grants.ts';
import type { Scope } from './scope.ts';

/** How the caller is authenticated: by a bearer key or token, by the provider's signature, or not at all. */
export type Authentication = 'bearer' | 'provider' | 'none';

export type ContentType = 'application/json' | 'text/csv' | 'application/x-www-form-urlencoded';

export interface Contract {
  /** `<resource>.<verb>`, stable: the function's name in the template, in logs and in OpenAPI. */
  readonly id: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** The handler's file, from the repository's root. */
  readonly entry: `functions/${string}.ts`;
  readonly authentication: Authentication;
  /** The provider whose adapter checks the signature and reads the body; only with the authentication 'provider'. */
  readonly provider?: string;
  /** The scope that a bearer route needs; null for other routes, and where the function itself checks which one it takes. */
  readonly scope: Scope | null;
  /** Whether a member of several tenants need not name one: the answer says which there are. */
  readonly choosesTenant?: boolean;
  /** One line: what it does. */
  readonly summary: string;
  /** What one line cannot say, in Markdown; for OpenAPI. */
  readonly description?: string;
  readonly request: {
    readonly params?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly body?: z.ZodType;
    readonly contentType?: ContentType;
    /** Faults that depend on the current time; reported together with the schema's. */
    faults?(body: unknown, now: number): readonly Fault[];
    /** In bytes; 1 MB unless the contract says otherwise. */
    readonly maximumBytes?: number;
    /** What to do with a larger body; by default, to send it in parts. */
    readonly tooLarge?: string;
  };
  readonly response: z.ZodType;
  /** Headers of the answer, from what the handler returns besides the body. Not for a POST, unless a repeated one runs again: a kept answer has none. */
  readonly headers?: z.ZodObject;
  /**
   * Whether answers carry an ETag. A GET with `If-None-Match` then answers 304 while nothing changed; a handler that changes
   * takes `If-Match`. `ignores`: fields that differ each time; `version`: those that a change may replace; `isGone`: after it
   * there is nothing that an ETag could name.
   */
  readonly etag?: {
    readonly ignores?: readonly string[];
    readonly version?: readonly string[];
    readonly isGone?: true;
  };
  /** 200 unless the contract says otherwise. */
  readonly status?: 200 | 202 | 204 | 302;
  /** The content type of an answer that is not JSON: text, or a file of any type. */
  readonly produces?: 'text/xml' | '*/*';
  /** The content type of its errors where a person reads them; otherwise application/problem+json. */
  readonly errorType?: 'text/html';
  /**
   * The answer to a repeated Idempotency-Key: the first answer, which is stored for a day; or, where it must not be stored,
   * the request runs again, or is refused. Default: the first answer.
   */
  readonly repeat?: 'answer' | 'run' | 'refuse';
  /**
   * A use of the route that a later version refuses; its answer then has the header `deprecation` [RFC 9745].
   * `applies` is given the answer as it is sent.
   */
  readonly deprecation?: {
    readonly since: `${number}-${number}-${number}`;
    applies(answer: unknown): boolean;
  };
  /**
   * Whether a request whose first run ended without an answer may run again under its Idempotency-Key, because running it
   * twice does nothing twice. Otherwise it is refused: the first run may have acted. Default: true with `repeat: 'run'`.
   */
  readonly rerunnable?: boolean;
  /** What its audit entry holds; 'names', unless the contract says otherwise. A route that only reads has none. */
  readonly audit?: AuditLevel;
  /** Whether its answers hold links to this installation: then its function knows the public address. */
  readonly showsLinks?: boolean;
  /** The error codes besides those that every route shares. */
  readonly errors: readonly string[];
  readonly grants: readonly Grant[];
  /** In seconds; 10 unless the contract says otherwise. API Gateway gives up after 30. */
  readonly timeout?: number;
  /** In megabytes; 512 unless the contract says otherwise. */
  readonly memory?: number;
}

/** What a route answers to a repeated request where it must not repeat its answer. */
const SHOWN_ONCE = 'idempotency.shown_once';

/** Declares a contract; a bearer route, with the grants and errors that each of them needs, unless it says otherwise. */
export function route<const Given extends Omit<Contract, 'authentication'> & { authentication?: Authentication }>(
  contract: Given,
): Given & { authentication: Authentication } {
  const { authentication = 'bearer', grants, repeat } = contract;
  const errors = repeat === 'refuse' ? [...contract.errors, SHOWN_ONCE] : contract.errors;
  if (authentication !== 'bearer') return { ...contract, authentication, grants, errors };
  const isAudited = auditLevel({ ...contract, authentication }) !== 'none';
  const needed = new Set([...BEARER_GRANTS, ...(isAudited ? AUDIT_GRANTS : []), ...grants]);
  return { ...contract, authentication, grants: [...needed], errors };
}
