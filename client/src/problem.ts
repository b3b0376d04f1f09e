import type { components } from './schema.ts';

export type Problem = components['schemas']['Problem'];

/** An error that Herald answered with: `problem.code` is for programs, `problem.detail` for people. */
export class HeraldProblem extends Error {
  readonly problem: Problem;
  readonly response: Response;

  constructor(problem: Problem, response: Response) {
    super(
      `${problem.status} ${problem.code ?? problem.title}: ${problem.detail ?? 'no detail'} (${problem.request_id})`,
    );
    this.name = 'HeraldProblem';
    this.problem = problem;
    this.response = response;
  }
}

const MEDIA_TYPE = 'application/problem+json';
/** As much of a page or a gateway's words as a person can use, in characters. */
const MAX_DETAIL = 300;

/** The body of an error as a problem, also where a gateway or a proxy answered in a form of its own. */
export function problemOf({ status, statusText, headers }: Response, text: string): Problem {
  const body = parsed(text);
  if (headers.get('content-type')?.startsWith(MEDIA_TYPE) && body) return body as Problem;
  const { message } = (body ?? {}) as { message?: unknown };
  return {
    type: 'about:blank',
    title: statusText || `Status ${status}`,
    status,
    detail: (typeof message === 'string' ? message : text.trim()).slice(0, MAX_DETAIL),
    request_id: headers.get('x-request-id') ?? headers.get('apigw-requestid') ?? 'unknown',
  };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a call of the client comes to, as openapi-fetch gives it. */
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The answer of a call: `const campaign = await answerOf(herald.GET(…))`.
 * @throws HeraldProblem for an error, and for a 304, which has no answer
 */
export async function answerOf<Called extends Outcome>(
  call: Promise<Called>,
): Promise<Exclude<Called['data'], undefined>> {
  const { data, error, response } = await call;
  if (response.ok) return data as Exclude<Called['data'], undefined>;
  throw new HeraldProblem((error || problemOf(response, '')) as Problem, response);
}
