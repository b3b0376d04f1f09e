import {
  answerOf,
  entries,
  HeraldProblem,
  heraldClient,
  HeraldUnreachable,
  type Schemas,
} from '../../client/src/client.ts';
import { faultWords, labelOf } from './field-labels.ts';
import { credentialNow, renew } from './renew.ts';
import { isExpired, me, session } from './session.ts';

export { answerOf, entries, HeraldProblem };
export type { Schemas };
export type Campaign = Schemas['Campaign'];
export type Report = Schemas['Report'];
export type Preflight = Schemas['Preflight'];
export type Customer = Schemas['Customer'];

/** The API that serves this page. A screen that is live asks again by itself, so that a call need not be patient. */
export const api = heraldClient({
  baseUrl: location.origin,
  credential: credentialNow,
  retry: { attempts: 3, maxWaitMs: 5000 },
  fetch: send,
});

/**
 * Sends a call, and once more when Herald refuses a token that can be renewed. It is for the tenant whose pages are shown: what
 * was begun for one is not done for another, whoever signs in over the page.
 */
async function send(request: Request): Promise<Response> {
  const own = session.value;
  const tenant = own?.tenant ?? me.value?.tenant.id;
  if (own?.account && tenant) request.headers.set('herald-tenant', tenant);
  const spare = own?.account?.refreshToken ? request.clone() : undefined;
  const response = await fetch(request);
  if (response.status !== 401 || !own) return response;
  // Who cannot be asked for another token does not give one.
  if (spare && (await renew(own.credential).catch(() => false))) {
    spare.headers.set('authorization', `Bearer ${session.value?.credential ?? ''}`);
    return expiring(await fetch(spare), session.value?.credential);
  }
  return expiring(response, own.credential);
}

/** A refusal of what is in use ends the session; that of a key that was replaced meanwhile does not. */
function expiring(response: Response, used: string | undefined): Response {
  if (response.status === 401 && used && used === session.value?.credential) isExpired.value = true;
  return response;
}

/** What went wrong, as a sentence, with the number by which somebody finds it in the logs. */
export function sentence(error: unknown): string {
  if (error instanceof HeraldProblem) {
    const { detail, title, request_id } = error.problem;
    const faults = faultsOf(error);
    // Whoever can mend what they gave need not look into the logs.
    if (faults.length > 0)
      return `${faults.map(({ path, message }) => `${labelOf(path)}: ${message.replace(/\.$/, '')}`).join('; ')}.`;
    return `${detail ?? title} (${request_id})`;
  }
  return error instanceof HeraldUnreachable
    ? 'Herald does not answer. Is there a connection?'
    : String(error).replace(/^Error: /, '');
}

/** What is wrong with a field of a form, by the API's path of it. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** The fields that Herald refused, and why, in the words of forms. */
export function faultsOf(error: unknown): readonly FieldFault[] {
  const errors = error instanceof HeraldProblem ? error.problem.errors : undefined;
  return errors?.map(({ path, message }) => ({ path, message: faultWords(path, message) })) ?? [];
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof HeraldProblem ? error.problem.code : undefined;
}
