import { type Clock } from '../platform/clock.ts';
import { HeraldError } from '../platform/errors.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { Contract } from '../contract/route.ts';
import type { Authenticate } from '../tenancy/authenticate.ts';
import { requireScope } from '../tenancy/caller.ts';
import { rateLimitHeaders, requireRequest } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import type { WrongKeys } from '../tenancy/wrong-key.store.ts';
import type { Middleware } from './middleware.ts';

export interface LimitPorts {
  readonly authentication: Authenticate;
  readonly clock: Clock;
  readonly quotas: Pick<QuotaStore, 'countRequest'>;
  readonly wrongKeys: WrongKeys;
}

/** Finds out who calls, counts the call towards the tenant's quota, and requires the route's scope. */
export function authenticated(
  { authentication, clock, quotas, wrongKeys }: LimitPorts,
  { scope, choosesTenant: any = false }: Pick<Contract, 'scope' | 'choosesTenant'>,
): Middleware {
  return {
    before: async ({ event }) => {
      const { authorization, 'herald-tenant': tenant } = event.headers;
      event.caller = await authentication(authorization, { tenant, any }).catch(async (error: unknown) => {
        const isWrong = authorization && error instanceof HeraldError && error.kind === 'unauthenticated';
        if (isWrong) await wrongKeys.count(event.requestContext.http.sourceIp, clock.now());
        throw error;
      });
      addToLogContext({ tenant_id: event.caller.tenant_id });
      event.requests = await quotas.countRequest(event.caller.tenant_id, clock.now());
      requireRequest(event.requests);
      if (scope) requireScope(event.caller, scope);
    },
  };
}

/** Adds the fields that tell the client its limit. It is used before `problems`, so that errors have them, too. */
export function withRateLimit(): Middleware {
  const add: Middleware['after'] = ({ event, response }) => {
    if (response && event.requests) Object.assign((response.headers ??= {}), rateLimitHeaders(event.requests));
  };
  return { after: add, onError: add };
}
