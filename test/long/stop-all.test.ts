/** Whoever operates an installation stops all sending, of every tenant, and permits it again. */
import { afterAll, expect, test } from 'vitest';

import { switchSending } from '../../admin/switch-sending.ts';
import { addCampaign, parked, planned, reached, recipientsOf, sentBy, startCampaign } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { numbers } from '../support/people.ts';
import { expectProblem } from '../support/problem.ts';
import { importCustomers, newTenant } from '../support/tenant.ts';

const PEOPLE = 30;
const herald = await startTestHerald();
afterAll(() => herald.close());

/** A tenant in the midst of a campaign that sends one message a second. */
async function midway() {
  const tenant = await newTenant(herald, { rate: 1 });
  await importCustomers(tenant, PEOPLE);
  const { id } = await startCampaign(tenant);
  await planned(tenant, id, PEOPLE);
  await eventually(async () => expect((await sentBy(tenant)).length).toBeGreaterThan(0));
  return { ...tenant, campaign: id as string };
}

test('a stop of the installation pauses every tenant, starts nothing, and loses and doubles nobody', async () => {
  const tenants = await Promise.all([midway(), midway()]);
  expect(await switchSending(herald.installation, 'stopped')).toEqual({ sending: 'stopped' });
  for (const tenant of tenants) {
    const { status_reason } = await reached(tenant, tenant.campaign, 'paused');
    expect(status_reason).toMatch(/stopped for the whole installation.*resume-sending.*Then resume/);
    // Chunks that were under way come to their end.
    await parked(tenant, tenant.campaign, PEOPLE);
  }
  for (const tenant of tenants) {
    const sent = (await sentBy(tenant)).length;
    expect(sent).toBeLessThan(PEOPLE);
    const draft = await addCampaign(tenant);
    for (const id of [tenant.campaign, draft.id])
      for (const step of ['resume', 'execute'])
        expect((await tenant.call(`POST /v1/campaigns/${id}/${step}`)).status).toBe(409);
    // A tenant's own switch does not overrule it.
    expect((await tenant.call('PATCH /v1/tenant', { body: { sending: 'on' } })).status).toBe(200);
    const test = await tenant.call(`POST /v1/campaigns/${draft.id}/test`, { body: { to: numbers(1) } });
    expectProblem(test, { status: 409, code: 'sending.stopped' });
    expect(await sentBy(tenant)).toHaveLength(sent);
  }

  expect(await switchSending(herald.installation, 'on')).toEqual({ sending: 'on' });
  for (const tenant of tenants) {
    await tenant.call(`PATCH /v1/senders/${tenant.sender_id}`, { body: { rate: 80 } });
    expect((await tenant.call(`POST /v1/campaigns/${tenant.campaign}/resume`)).status).toBe(202);
    await reached(tenant, tenant.campaign, 'completed');
    expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
  }
});
