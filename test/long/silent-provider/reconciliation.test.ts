import { afterAll, expect, test } from 'vitest';

import { switchSending } from '../../../admin/switch-sending.ts';
import type { CreateFault } from '../../../local/twilio/faults.ts';
import type { Json } from '../../support/api.ts';
import { messagesOf, recipientsOf, reportOf, runCampaign, sentBy, totalsReached } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { expectProblem } from '../../support/problem.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

afterAll(async () => {
  herald.standIn.faults.clear();
  await switchSending(herald.installation, 'on');
});

/** A campaign whose first people's outcomes are unknown, each for its fault: whether the provider has the message or not. */
async function sent(people: readonly string[], faults: readonly CreateFault[]) {
  const tenant = await newTenant(herald);
  for (const [place, fault] of faults.entries())
    herald.standIn.faults.creates(fault, { to: (to) => to.endsWith(people[place]!) });
  const customers = await addCustomers(tenant, people);
  const { id } = await runCampaign(tenant);
  await totalsReached(tenant, id, { recipients: people.length, unknown: faults.length });
  const statusOf = async (place: number) => {
    const message = (await messagesOf(tenant, id)).find(({ customer_id }) => customer_id === customers[place].id);
    return { status: message?.status, sid: message?.provider_sid };
  };
  return { tenant, id: id as string, statusOf };
}

/** What the job has done, once it has ended. */
async function asked({ call }: TestTenant, id: string): Promise<Json> {
  const { status, body } = await call(`POST /v1/campaigns/${id}/reconcile`);
  expect([status, body]).toEqual([202, { job_id: expect.stringMatching(/^job_/) }]);
  return eventually(async () => {
    const job = await call(`GET /v1/jobs/${body.job_id}`);
    expect(job.body).toMatchObject({ kind: 'campaign.reconciliation', status: 'succeeded', errors: [] });
    return job.body.progress;
  });
}

test('whoever the provider was given is known once it is asked again, and nobody is sent anything', async () => {
  const [people, others] = [numbers(5), numbers(7).slice(5)];
  const { tenant, id, statusOf } = await sent(people, ['drop after', 'drop before', 'error after', 'error before']);
  const other = await sent(others, ['drop after']);
  expect(await recipientsOf(tenant)).toHaveLength(3);
  // Asking is no sending: who stopped that wants to know all the more.
  await switchSending(herald.installation, 'stopped');

  expectProblem(await other.tenant.call(`POST /v1/campaigns/${id}/reconcile`), {
    status: 404,
    code: 'campaign.not_found',
  });
  expect(await asked(tenant, id)).toEqual({ asked: 4, found: 2, not_found: 2 });
  const sids = new Map((await sentBy(tenant)).map(({ to, sid }) => [to.replace('whatsapp:', ''), sid]));
  expect(await Promise.all([0, 1, 2, 3].map(statusOf))).toEqual([
    { status: 'accepted', sid: sids.get(people[0]!) },
    { status: 'unknown', sid: null },
    { status: 'accepted', sid: sids.get(people[2]!) },
    { status: 'unknown', sid: null },
  ]);
  await totalsReached(tenant, id, { recipients: 5, accepted: 3, unknown: 2 });
  expect(await recipientsOf(tenant)).toEqual([people[0], people[2], people[4]].toSorted());
  const audit = await tenant.call(`GET /v1/campaigns/${id}/audit`);
  expect(audit.body.data.map(({ action }: Json) => action)).toContain('campaign.reconcile');

  // Those whom it did not have are asked about again, and the other tenant's wait until it asks itself.
  expect(await asked(tenant, id)).toEqual({ asked: 2, found: 0, not_found: 2 });
  expect((await reportOf(other.tenant, other.id)).totals).toMatchObject({ unknown: 1 });
  expect(await other.statusOf(0)).toEqual({ status: 'unknown', sid: null });
  expect(await asked(other.tenant, other.id)).toEqual({ asked: 1, found: 1, not_found: 0 });
  expect((await other.statusOf(0)).status).toBe('accepted');
});

test('without credentials, and before it begins, there is nothing to ask', async () => {
  const [keyless, tenant] = await Promise.all([newTenant(herald, { credentials: null }), newTenant(herald)]);
  const draft = async ({ call }: TestTenant) =>
    (await call('POST /v1/campaigns', { body: { name: 'News', message_content: 'News!' } })).body.id;
  const missing = await keyless.call(`POST /v1/campaigns/${await draft(keyless)}/reconcile`);
  expectProblem(missing, { status: 409, code: 'credentials.missing' });
  const early = await tenant.call(`POST /v1/campaigns/${await draft(tenant)}/reconcile`);
  expectProblem(early, { status: 409, code: 'campaign.not_begun' });
});
