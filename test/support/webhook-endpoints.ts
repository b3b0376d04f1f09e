import { timestamp } from '../../shared/platform/clock.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import { deliveryStore } from '../../shared/webhook/delivery.store.ts';
import { afterAttempt, draftDelivery } from '../../shared/webhook/delivery.ts';
import { tableOf } from './table.ts';
import type { TestTenant } from './tenant.ts';

/** A name that never leads anywhere (RFC 6761). */
export const NOWHERE = 'https://hooks.invalid/herald';

/** Makes an endpoint. @returns its path */
export async function endpointPath({ call }: TestTenant): Promise<string> {
  const { body } = await call('POST /v1/webhook-endpoints', { body: { url: NOWHERE } });
  return `/v1/webhook-endpoints/${body.id}`;
}

/** Enters a delivery that is over, so that its row stands still. @returns its id */
export async function addDelivery(owner: TestTenant, endpoint: string): Promise<string> {
  const now = Date.now();
  const event = { id: randomIds.next('evt'), type: 'webhook.test', tenant_id: owner.id, data: {} };
  const draft = draftDelivery({ ...event, timestamp: timestamp(now) }, endpoint.split('/').at(-1)!, now);
  const { id } = await deliveryStore(tableOf(owner.served)).add({
    ...draft,
    ...afterAttempt(draft, { status_code: 200 }, now),
  });
  return id;
}
