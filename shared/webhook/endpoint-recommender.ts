import type { Clock } from '../platform/clock.ts';
import type { Recommender } from '../run/ask-recommendations.ts';
import type { WebhookAsker } from './delivery.ts';
import { signingKeys } from './webhook-endpoint.ts';
import type { WebhookEndpoints } from './webhook-endpoint.store.ts';

export interface RecommenderPorts {
  readonly asker: WebhookAsker;
  readonly clock: Clock;
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'get'>;
}

/** Asks a tenant's endpoint as messages are posted to it: signed, at a public address, without following redirects. */
export function endpointRecommender({ asker, clock, webhookEndpoints }: RecommenderPorts): Recommender {
  return {
    async ask({ tenant_id, endpoint_id, event_id, body, timeout, maxAnswer }) {
      const endpoint = await webhookEndpoints.get(tenant_id, endpoint_id);
      if (endpoint?.status !== 'enabled')
        return { error: endpoint ? 'It is disabled.' : 'It does not exist any more.' };
      const at = clock.now();
      const to = { url: endpoint.url, keys: signingKeys(endpoint, at) };
      const outcome = await asker.ask({ event_id, body }, to, at, { timeout, maxAnswer });
      if ('error' in outcome) return outcome;
      const { status_code, answer } = outcome;
      return status_code >= 200 && status_code < 300 ? { answer } : { error: `It answered ${status_code}.` };
    },
  };
}
