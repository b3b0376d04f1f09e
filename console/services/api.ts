import { answerOf, HeraldProblem, heraldClient, HeraldUnreachable, type Schemas } from '../../client/src/client.ts';
import { credential, isExpired } from './session.ts';

export { answerOf, HeraldProblem };
export type { Schemas };
export type Campaign = Schemas['Campaign'];
export type Report = Schemas['Report'];
export type Preflight = Schemas['Preflight'];
export type Customer = Schemas['Customer'];

/** The API that serves this page. A screen that is live asks again by itself, so that a call need not be patient. */
export const api = heraldClient({
  baseUrl: location.origin,
  credential: () => credential.value ?? '',
  retry: { attempts: 3, maxWaitMs: 5000 },
  fetch: async (request) => {
    const response = await fetch(request);
    if (response.status === 401 && credential.value) isExpired.value = true;
    return response;
  },
});

/** What went wrong, as a sentence, with the number by which somebody finds it in the logs. */
export function sentence(error: unknown): string {
  if (error instanceof HeraldProblem) {
    const { detail, title, request_id, errors } = error.problem;
    const faults = errors?.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return `${faults ?? detail ?? title} (${request_id})`;
  }
  return error instanceof HeraldUnreachable ? 'Herald does not answer. Is there a connection?' : String(error);
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof HeraldProblem ? error.problem.code : undefined;
}
