import * as z from 'zod';

import type { Answer } from '../support/api.ts';
import { INTERNALS } from '../support/problem.ts';

const MAX_ERROR_BYTES = 64 * 1024;

const problem = z.object({
  type: z.string(),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().min(1).optional(),
  code: z.string().optional(),
  request_id: z.string().min(1),
  errors: z
    .array(z.object({ path: z.string().max(200), code: z.string().min(1), message: z.string().min(1) }))
    .min(1)
    .max(100)
    .optional(),
});

/** @returns what is wrong with an answer, whatever the request was; undefined when nothing is */
export function faultOf(
  { status, headers, text, body }: Answer,
  { method, forPerson }: { readonly method: string; readonly forPerson: boolean },
): string | undefined {
  if (status >= 500) return `a ${status}`;
  if (status < 400) return undefined;
  if (Buffer.byteLength(text) > MAX_ERROR_BYTES) return `an error of ${Buffer.byteLength(text)} bytes`;
  if (INTERNALS.test(text)) return 'an error that tells of the inside';
  // What is too long for the gateway is its answer, which reaches no function.
  if (status === 431 && headers.get('apigw-requestid')) return gatewayFault(body);
  if (!headers.get('x-request-id')) return 'an error without x-request-id';
  const type = headers.get('content-type') ?? '';
  if (forPerson && status === 404) return type.startsWith('text/html') ? undefined : `a page of type ${type}`;
  if (type !== 'application/problem+json') return `an error of type ${type}`;
  // To HEAD, an answer has no body.
  if (text === '' && method === 'HEAD') return undefined;
  const { success, data } = problem.safeParse(body);
  if (!success || data.status !== status || (status === 400) !== (data.errors !== undefined))
    return `no valid problem: ${text.slice(0, 300)}`;
  return undefined;
}

/** An answer of the gateway is a message; to HEAD it has no body. */
function gatewayFault(body: Answer['body']): string | undefined {
  const { message } = (body ?? { message: '' }) as { message?: unknown };
  return typeof message === 'string' ? undefined : 'an answer of the gateway without a message';
}
