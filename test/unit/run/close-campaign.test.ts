import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
});
afterAll(() => opened.close());

const change = { now: timestamp(START), by: 'api_key:key_01J00000000000000000000000' };
async function added(given: Partial<Campaign> = {}): Promise<Campaign> {
  const campaign = campaignOf(given);
  await campaigns.add(campaign);
  return campaign;
}

describe('a completed campaign', () => {
  test.each([
    ['reopen', 'paused'],
    ['carry_on', 'sending'],
  ] as const)('can %s: it is %s', async (step, status) => {
    const one = await added({ status: 'completed', run: 1, completed_at: timestamp(START - 1) });
    expect(await campaigns.tryTransition(step, one, { ...change, code: '21609' }, 'Because.')).toBe(true);
    const after = await campaigns.get(one.tenant_id, one.id);
    expect(after).toMatchObject({ status, run: 1, status_reason: 'Because.', paused_code: '21609' });
    const active = await Array.fromAsync(campaigns.active());
    expect(active.some(({ campaign_id }) => campaign_id === one.id)).toBe(status === 'sending');
    if (status === 'paused') {
      const resumed = await campaigns.begin('resume', one, 2, change);
      expect([resumed.paused_code, resumed.status_reason]).toEqual([undefined, undefined]);
    }
  });

  test.each(['draft', 'paused', 'cancelled'] as const)('is not one that is %s', async (status) => {
    const one = await added({ status, run: 1 });
    for (const step of ['reopen', 'carry_on'] as const)
      expect(await campaigns.tryTransition(step, one, change, 'Because.')).toBe(false);
  });

  test('forgets its templates with the pause, in that run alone', async () => {
    const forgets = { ...change, forgetsTemplates: true };
    const templates = async ({ tenant_id, id }: Campaign) => (await campaigns.get(tenant_id, id))?.content_templates;
    const one = await added({ status: 'sending', run: 1, content_templates: approved('HX1') });
    await campaigns.tryTransition('pause', one, change, 'Because.');
    expect(await templates(one)).toEqual(approved('HX1'));
    expect(await campaigns.tryTransition('pause', { ...one, run: 2 }, forgets, 'Of another run.')).toBe(false);
    expect(await templates(one)).toEqual(approved('HX1'));
    // It was paused for another reason before.
    expect(await campaigns.tryTransition('pause', one, forgets, 'Because.')).toBe(false);
    expect(await templates(one)).toBeUndefined();
    const other = await added({ status: 'sending', run: 1, content_templates: approved('HX1') });
    expect(await campaigns.tryTransition('pause', { ...other, run: 2 }, forgets, 'Because.')).toBe(false);
    expect(await templates(other)).toEqual(approved('HX1'));
    await campaigns.tryTransition('pause', other, forgets, 'Because.');
    expect(await templates(other)).toBeUndefined();
  });
});

describe('closing a run', () => {
  const { lines, log } = keptLog();
  const close = (one: Campaign, run: number, more: object = {}) =>
    closeCampaign(
      { tenant_id: one.tenant_id, campaign_id: one.id, run, step: 'execute' },
      { campaigns, clock: fakeClock(), lanes: { isAnyParked: async () => false }, log, ...more },
    );

  test.each([
    ['sending', 1, 'completed'],
    ['sending', 2, 'sending'],
    ['paused', 1, 'paused'],
    ['cancelled', 1, 'cancelled'],
    ['completed', 1, 'completed'],
  ] as const)('of a campaign that is %s in run %i leaves it %s', async (status, run, after) => {
    const one = await added({ status, run });
    lines.length = 0;
    await close(one, 1);
    expect((await campaigns.get(one.tenant_id, one.id))?.status).toBe(after);
    expect(lines).toHaveLength(status === 'sending' && run === 1 ? 1 : 0);
  });

  test('of a campaign with a message that came back leaves it sending, for the sweeper', async () => {
    const one = await added({ status: 'sending', run: 1 });
    await close(one, 1, { lanes: { isAnyParked: async () => true } });
    expect((await campaigns.get(one.tenant_id, one.id))?.status).toBe('sending');
  });

  test('of a campaign that is gone does nothing', async () => {
    lines.length = 0;
    await close(campaignOf(), 1);
    expect(lines).toEqual([]);
  });

  test('leaves alone a next run that began meanwhile', async () => {
    const one = await added({ status: 'sending', run: 1 });
    const slow = {
      ...campaigns,
      async get(tenant: string, id: string) {
        const read = await campaigns.get(tenant, id);
        await campaigns.transition('pause', one, change, 'Because.');
        await campaigns.begin('resume', one, 2, change);
        return read;
      },
    };
    await close(one, 1, { campaigns: slow });
    expect(await campaigns.get(one.tenant_id, one.id)).toMatchObject({ status: 'sending', run: 2 });
  });
});
