import { afterAll, beforeAll, expect, test } from 'vitest';

import { beginReconciliation } from '../../../shared/campaign/begin-reconciliation.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { JobReference } from '../../../shared/job/job.ts';
import { jobStore } from '../../../shared/job/job.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

async function world(given: Partial<Campaign> = {}) {
  const campaign = campaignOf({ status: 'completed', run: 1, started_at: timestamp(START), ...given });
  const campaigns = campaignStore(opened.table);
  const jobs = jobStore(opened.table);
  const queued: JobReference[] = [];
  const jobQueue = { add: async (reference: JobReference) => void queued.push(reference) };
  const ports = { campaigns, clock: fakeClock(), ids, jobQueue, jobs };
  const { tenant_id } = campaign;
  await campaigns.add(campaign);
  return {
    ...{ campaign, ports, queued },
    begin: (over: Partial<typeof ports> = {}) => beginReconciliation(campaign, 'api_key:key_1', { ...ports, ...over }),
    job: (job_id: string) => jobs.get({ tenant_id, job_id }),
    async end(job_id: string, status: 'succeeded' | 'failed') {
      const claim = await jobs.claim({ tenant_id, job_id }, { holder: 'x', until: START + 90_000 }, START);
      await jobs.end(claim.job!, 'x', status, START);
    },
  };
}

test.each(['sending', 'paused', 'completed', 'cancelled'] as const)(
  'a job begins for a campaign that is %s',
  async (status) => {
    const { begin, campaign, job, ports, queued } = await world({ status });
    const id = await begin();
    expect(await job(id)).toMatchObject({
      kind: 'campaign.reconciliation',
      scope: 'campaigns:send',
      status: 'queued',
      input: { campaign_id: campaign.id },
      created_by: 'api_key:key_1',
      cancellable: true,
    });
    expect(queued).toEqual([{ tenant_id: campaign.tenant_id, job_id: id }]);
    // It is the campaign that it was: whoever read it before may still change it.
    const { reconcile_job, ...rest } = (await ports.campaigns.get(campaign.tenant_id, campaign.id))!;
    expect([reconcile_job, rest]).toEqual([id, campaign]);
  },
);

test.each(['succeeded', 'failed'] as const)(
  'while one is under way it is the answer; once it has %s, another begins',
  async (status) => {
    const { begin, end, queued } = await world();
    const first = await begin();
    expect([await begin(), queued.length]).toEqual([first, 1]);
    await end(first, status);
    const second = await begin();
    expect(second).not.toBe(first);
    expect([await begin(), queued.length]).toEqual([second, 2]);
  },
);

test('one that was asked to stop is not the answer: it asks about nobody else', async () => {
  const { begin, campaign, ports, queued } = await world();
  const first = await begin();
  await ports.jobs.requestCancel({ tenant_id: campaign.tenant_id, job_id: first }, timestamp(START));
  const second = await begin();
  expect(second).not.toBe(first);
  expect([await begin(), queued.length]).toEqual([second, 2]);
});

test.each([undefined, 'succeeded'] as const)(
  'of two requests at the same time one begins a job, and both get it (before: %s)',
  async (before) => {
    const { begin, end, job, ports, queued } = await world();
    if (before) await end(await begin(), before);
    let other = '';
    const overtaken = {
      ...ports.campaigns,
      beginReconciliation: async (...given: Parameters<typeof ports.campaigns.beginReconciliation>) => {
        other = await begin();
        return ports.campaigns.beginReconciliation(...given);
      },
    };
    const many = queued.length;
    const drafted: string[] = [];
    const noted = {
      ...ids,
      next: (...given: Parameters<typeof ids.next>) => drafted[drafted.push(ids.next(...given)) - 1]!,
    };
    expect(await begin({ campaigns: overtaken, ids: noted })).toBe(other);
    expect(queued).toHaveLength(many + 1);
    expect(await job(drafted[0]!)).toBeUndefined();
  },
);

test('nothing is asked about a campaign that has not begun, or is gone', async () => {
  const { begin, ports, queued } = await world({ status: 'draft', run: 0, started_at: undefined });
  expect(await thrown(() => begin())).toMatchObject({ kind: 'conflict', code: 'campaign.not_begun' });
  const gone = { ...ports.campaigns, get: async () => undefined };
  expect(await thrown(() => begin({ campaigns: gone }))).toMatchObject({ code: 'campaign.not_found' });
  const going = await world();
  const goes = {
    ...going.ports.campaigns,
    beginReconciliation: async (...given: Parameters<typeof ports.campaigns.beginReconciliation>) => {
      const { tenant_id, id } = going.campaign;
      await opened.table.remove({ pk: `TENANT#${tenant_id}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' });
      return going.ports.campaigns.beginReconciliation(...given);
    },
  };
  expect(await thrown(() => going.begin({ campaigns: goes }))).toMatchObject({ code: 'campaign.not_found' });
  expect([...queued, ...going.queued]).toEqual([]);
});
