import { expect } from 'vitest';

import type { Truth, TrueMessage } from '../../local/twilio/truth.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import { laneStore } from '../../shared/run/lane.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import type { Json } from './api.ts';
import { eventually } from './eventually.ts';
import { tableOf } from './table.ts';
import type { TestTenant } from './tenant.ts';

/** Whoever calls the API as a tenant. */
type Calling = Pick<TestTenant, 'call'>;

/** A draft, to everyone unless its fields say otherwise. */
export async function addCampaign({ call }: Calling, fields: object = {}): Promise<Json> {
  const everyone = { target_criteria: { all: true } };
  const draft = { name: 'News', message_content: 'News!', ...everyone, ...fields };
  return (await call('POST /v1/campaigns', { body: draft })).body;
}

/** Makes a campaign and sets it going. */
export async function startCampaign(tenant: Calling, fields: object = {}): Promise<Json> {
  const { id } = await addCampaign(tenant, fields);
  const { body } = await tenant.call(`POST /v1/campaigns/${id}/execute`);
  return body;
}

/** A draft whose templates are approved already, so that its run begins with sending. */
export async function addPrepared(tenant: Calling, fields: object = {}): Promise<Json> {
  const { id } = await addCampaign(tenant, fields);
  expect((await tenant.call(`POST /v1/campaigns/${id}/prepare`)).status).toBe(202);
  return eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(body.templates.map(({ status }: Json) => status)).toEqual(['approved']);
    return body;
  });
}

/** Makes a campaign, sets it going and waits until it is completed and its report tells of everyone. */
export async function runCampaign(tenant: Calling, fields: object = {}): Promise<Json> {
  const { id } = await startCampaign(tenant, fields);
  return reached(tenant, id, 'completed');
}

/** Makes a campaign that says it is sending while no run is behind it: what happens to it, a test does by hand. */
export async function beginWithoutRun(tenant: TestTenant, fields: object = {}): Promise<Json> {
  const { id } = await addCampaign(tenant, fields);
  const table = tableOf(tenant.served);
  await tenantStore(table).ensureLinkSecret(tenant.id, randomIds.secret());
  const campaigns = campaignStore(table);
  const change = { now: new Date().toISOString(), by: 'test' };
  return campaigns.begin('execute', { tenant_id: tenant.id, id }, 1, change);
}

/** The campaign, once it has this status. */
export function reached({ call }: Calling, id: string, status: string): Promise<Json> {
  return eventually(async () => {
    const { body } = await call(`GET /v1/campaigns/${id}`);
    expect(body.status).toBe(status);
    return body;
  });
}

/** Once so many recipients are planned, all there are. */
export async function planned({ call }: Calling, campaign: string, count: number): Promise<void> {
  await eventually(async () => {
    const { body } = await call(`GET /v1/campaigns/${campaign}`);
    expect(body).toMatchObject({ progress: { planned: count } });
  });
}

export async function reportOf({ call }: Calling, id: string): Promise<Json> {
  const { body } = await call(`GET /v1/campaigns/${id}/report`);
  return body;
}

/** The report's totals, once they are these. */
export function totalsReached(tenant: Calling, id: string, totals: Readonly<Record<string, number>>): Promise<Json> {
  return eventually(async () => {
    const report = await reportOf(tenant, id);
    expect(report.totals).toMatchObject(totals);
    return report;
  });
}

/** All of a campaign's messages, page after page. */
export async function messagesOf({ call }: Calling, id: string): Promise<Json[]> {
  const all: Json[] = [];
  let cursor = '';
  do {
    const { body } = await call(`GET /v1/campaigns/${id}/messages?limit=100${cursor}`);
    all.push(...body.data);
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
  } while (cursor);
  return all;
}

/** Once everyone of a campaign that was paused has a message or is parked. @returns how many are parked */
export function parked(tenant: TestTenant, id: string, people: number): Promise<number> {
  const lanes = laneStore(tableOf(tenant.served));
  return eventually(async () => {
    const chunks = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => lanes.parked(tenant.id, id, lane, 100)),
    );
    const waiting = new Set(chunks.flat().flatMap(({ recipients }) => recipients)).size;
    expect(waiting + (await messagesOf(tenant, id)).length).toBe(people);
    return waiting;
  });
}

/** What the provider really has of a tenant's sender, in the order it came. */
export async function sentBy({ served, sender_number }: TestTenant): Promise<TrueMessage[]> {
  const response = await fetch(`${served.providerUrl}/_stand-in/truth`);
  const { messages } = (await response.json()) as Truth;
  return messages.filter(({ from }) => from === `whatsapp:${sender_number}`);
}

/** The numbers a tenant's messages went to, sorted: a number that was sent to twice is there twice. */
export async function recipientsOf(tenant: TestTenant): Promise<string[]> {
  return (await sentBy(tenant)).map(({ to }) => to.replace('whatsapp:', '')).toSorted();
}
