import type { Permission } from '../services/service.ts';
import type { Principal } from './principal.ts';
import { allows } from './statement.ts';

/** Whether the principal's policies allow a call. */
export type Authorize = (principal: Principal, permission: Permission) => boolean;

/** A call that no policy allowed. */
export interface Denial {
  /** Who called: the ARN of a function, of a role, or of an API's route. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
}

export interface Authorizer {
  readonly authorize: Authorize;
  /** What has been denied so far, each once; of more than a thousand, the first ones. */
  denials(): readonly Denial[];
}

const MAX_DENIALS = 1_000;

/** For services that nobody watches. */
export const unwatched: Authorize = ({ statements }, { action, resource, context }) =>
  allows(statements, action, resource, context);

/**
 * Notes what it denies, since a caller may take a refusal for any other error and go on.
 * @param onDenied is told of each denial once
 */
export function authorizer(onDenied: (denial: Denial) => void = () => undefined): Authorizer {
  const denied = new Map<string, Denial>();
  return {
    authorize(principal, permission) {
      if (unwatched(principal, permission)) return true;
      const denial = { caller: principal.name, action: permission.action, resource: permission.resource };
      const name = Object.values(denial).join(' ');
      if (!denied.has(name) && denied.size < MAX_DENIALS) {
        denied.set(name, denial);
        onDenied(denial);
      }
      return false;
    },
    denials: () => [...denied.values()],
  };
}
