import type { Clock } from '../platform/clock.ts';
import type { Question } from '../run/ask-recommendations.ts';
import type { NoAnswer, WebhookAsker } from './delivery.ts';
import { signingKeys } from './webhook-endpoint.ts';
import type { WebhookEndpoints } from './webhook-endpoint.store.ts';

/** Why an endpoint gave no answer that is read: it has another status than 2xx, is disabled, or is gone, besides what can happen on the way. */
export type NoEndpointAnswer = NoAnswer | 'bad_status' | 'endpoint_disabled' | 'endpoint_missing';

/** Asks endpoints. Never throws for what an endpoint does. */
export interface EndpointAsker {
  ask(
    question: Question,
  ): Promise<{ readonly answer: string } | { readonly error: string; readonly code: NoEndpointAnswer }>;
}

export interface EndpointAskerPorts {
  readonly asker: WebhookAsker;
  readonly clock: Clock;
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'get'>;
}

/** Asks a tenant's endpoint as messages are posted to it: signed, at a public address, without following redirects. */
export function endpointAsker({ asker, clock, webhookEndpoints }: EndpointAskerPorts): EndpointAsker {
  return {
    async ask({ tenant_id, endpoint_id, event_id, body, timeout, maxAnswer }) {
      const endpoint = await webhookEndpoints.get(tenant_id, endpoint_id);
      if (!endpoint) return { error: 'It does not exist any more.', code: 'endpoint_missing' };
      if (endpoint.status !== 'enabled') return { error: 'It is disabled.', code: 'endpoint_disabled' };
      const at = clock.now();
      const to = { url: endpoint.url, keys: signingKeys(endpoint, at) };
      const outcome = await asker.ask({ event_id, body }, to, at, { timeout, maxAnswer });
      if ('error' in outcome) return outcome;
      const { status_code, answer } = outcome;
      const isGood = status_code >= 200 && status_code < 300;
      return isGood ? { answer } : { error: `It answered ${status_code}.`, code: 'bad_status' };
    },
  };
}
