import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { RunStep } from '../../../shared/campaign/campaign-status.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { beginRun, ensureRunBegun, type RunRequest } from '../../../shared/run/begin-run.ts';
import type { Run } from '../../../shared/run/run.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
});
afterAll(() => opened.close());

const now = timestamp(START);
async function added(given: Partial<Campaign> = {}): Promise<Campaign> {
  const campaign = campaignOf(given);
  await campaigns.add(campaign);
  return campaign;
}

describe('beginning a run', () => {
  const clock = fakeClock();
  const started: Run[] = [];
  const runs = {
    async start(run: Run) {
      started.push(run);
      return 'running' as const;
    },
  };
  const actor = { kind: 'api_key', id: 'key_01J00000000000000000000000' } as const;
  const begin = (step: RunStep, { tenant_id, id }: Campaign, more: object = {}, request: Partial<RunRequest> = {}) =>
    beginRun(step, { tenant_id, id, ...request }, actor, { campaigns, clock, runs, ...more });

  test('starts the execution before the campaign says that it is sending', async () => {
    const one = await added();
    const seen: unknown[] = [];
    const watching = {
      async start() {
        seen.push((await campaigns.get(one.tenant_id, one.id))?.status);
        return 'running' as const;
      },
    };
    expect(await begin('execute', one, { runs: watching })).toMatchObject({ status: 'sending', run: 1 });
    expect(seen).toEqual(['draft']);
  });

  test('leaves the campaign as it is when the execution cannot be started', async () => {
    const one = await added({ status: 'paused', run: 4 });
    const broken = { start: () => Promise.reject(new Error('no')) };
    expect(await thrown(() => begin('resume', one, { runs: broken }))).toMatchObject({ message: 'no' });
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
  });

  test('gives the execution the next run number and the step', async () => {
    const one = await added({ status: 'paused', run: 4 });
    started.length = 0;
    await begin('resume', one);
    expect(started).toEqual([{ tenant_id: one.tenant_id, campaign_id: one.id, run: 5, step: 'resume' }]);
  });

  test.each([
    ['draft', 0, 0],
    ['scheduled', 0, 0],
    ['sending', 1, 1],
    ['paused', 2, 1],
  ] as const)('by cancelling a campaign that is %s in run %i starts %i executions', async (status, run, executions) => {
    const one = await added({ status, run });
    started.length = 0;
    expect(await begin('cancel', one)).toMatchObject({ status: 'cancelled', run: run + 1 });
    expect(started).toHaveLength(executions);
  });

  test('from a status that does not permit the step is refused, and no execution is started', async () => {
    started.length = 0;
    const one = await added({ status: 'completed', run: 1 });
    expect(await thrown(() => begin('cancel', one))).toMatchObject({ code: 'campaign.status' });
    expect(await thrown(() => begin('execute', campaignOf()))).toMatchObject({ code: 'campaign.not_found' });
    expect(started).toEqual([]);
  });

  test('skips run numbers whose execution has finished', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    const start = async ({ run }: Run) => (run < 4 ? ('finished' as const) : ('running' as const));
    expect(await begin('resume', one, { runs: { start } })).toMatchObject({ status: 'sending', run: 4 });
  });

  test('for a replay gives the execution its scope, and is refused for a campaign that never began', async () => {
    const one = await added({ status: 'completed', run: 1, started_at: now });
    started.length = 0;
    expect(await begin('replay', one, {}, { scope: 'unknown' })).toMatchObject({
      status: 'sending',
      replay_scope: 'unknown',
    });
    expect(started).toMatchObject([{ run: 2, step: 'replay', scope: 'unknown' }]);
    const never = await added({ status: 'cancelled', run: 1 });
    expect(await thrown(() => begin('replay', never))).toMatchObject({ code: 'campaign.status' });
    expect(started).toHaveLength(1);
  });

  test('by many requests at once begins one run', async () => {
    const one = await added();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => begin('execute', one)));
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: 'sending', run: 1 });
  });

  test('says on whose behalf', async () => {
    const one = await added();
    await begin('execute', one);
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ updated_by: `api_key:${actor.id}` });
  });

  test('of another version than was asked for starts no execution, and gives the one that it starts its version', async () => {
    const one = await added();
    started.length = 0;
    const error = await thrown(() => begin('execute', one, {}, { updated_at: timestamp(START - 1) }));
    expect(error).toMatchObject({ code: 'campaign.changed' });
    expect(error.message).toContain('preflight');
    expect(started).toEqual([]);
    await begin('execute', one, {}, { updated_at: one.updated_at });
    expect(started).toMatchObject([{ run: 1, updated_at: one.updated_at }]);
  });

  test('that is changed while its execution starts is begun neither by the request nor by the execution', async () => {
    const one = await added();
    const changing = {
      async start(run: Run) {
        started.push(run);
        await campaigns.replace(one, { ...one, name: 'Other', updated_at: timestamp(START + 1) });
        return 'running' as const;
      },
    };
    started.length = 0;
    const asked = { updated_at: one.updated_at };
    expect(await thrown(() => begin('execute', one, { runs: changing }, asked))).toMatchObject({
      code: 'campaign.changed',
    });
    const [run] = started;
    expect(await ensureRunBegun(run!, { campaigns, clock })).toMatchObject({ status: 'draft', name: 'Other', run: 0 });
  });

  test('is not done when the campaign is in another run than expected', async () => {
    const one = await added({ status: 'sending', run: 2 });
    started.length = 0;
    expect(await begin('revive', one, {}, { run: 1 })).toEqual(one);
    expect(started).toEqual([]);
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
    expect(await begin('revive', one, {}, { run: 2 })).toMatchObject({ status: 'sending', run: 3 });
  });
});

describe('the first act of an execution', () => {
  const runOf = ({ tenant_id, id }: Campaign, run: number): Run => ({
    tenant_id,
    campaign_id: id,
    run,
    step: 'resume',
  });
  const resume = (one: Campaign, run: number) => ensureRunBegun(runOf(one, run), { campaigns, clock: fakeClock() });

  test('begins the run when the request that started it did not', async () => {
    const one = await added({ status: 'paused', run: 1, started_at: now });
    expect(await resume(one, 2)).toMatchObject({ status: 'sending', run: 2, updated_by: 'system:run' });
  });

  test.each([
    ['the run has begun', { status: 'sending', run: 2 }],
    ['a later run has begun', { status: 'sending', run: 3 }],
    ['the status does not permit the step any more', { status: 'cancelled', run: 1 }],
  ] as const)('leaves the campaign as it is when %s', async (_, given) => {
    const one = await added(given);
    expect(await resume(one, 2)).toEqual(one);
    expect(await campaigns.get(one.tenant_id, one.id)).toEqual(one);
  });

  test('finds nothing to begin when the campaign is gone', async () => {
    expect(await resume(campaignOf(), 1)).toBeUndefined();
  });
});
