import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { refreshTemplates } from '../../../shared/run/refresh-templates.ts';
import type { ProviderTemplate } from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { approved, campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

const job = { tenant_id: 'ten_1', input: { template_ids: ['HX1', 'HX2'] }, position: undefined };
const found: ProviderTemplate = {
  template_id: 'HX1',
  name: 'news',
  language: 'en',
  status: 'approved',
  category: 'marketing',
  rejection_reason: null,
  quality: null,
  content: null,
  variables: {},
};

/** Looks at the first template again. @returns what was written, and what follows */
async function refreshed(now: ProviderTemplate | undefined, campaigns: readonly Campaign[], given: object = job) {
  const happened: unknown[][] = [];
  const kind = refreshTemplates({
    campaigns: {
      page: async (_, status) => ({ items: campaigns.filter((one) => one.status === status), last: undefined }),
      setTemplates: async (_, templates) => void happened.push(['set', templates]),
      async tryTransition(step, _, { by }, reason) {
        happened.push([step, by, reason]);
        return true;
      },
    },
    clock: fakeClock(),
    credentials: { get: async () => ({ account_sid: 'AC1' }) },
    log: keptLog().log,
    templateProviders: () => ({ accountOf: () => 'AC1', readTemplate: async () => now }),
    templates: {
      put: async ({ status, last_synced_at }) => void happened.push(['put', status, last_synced_at]),
      markGone: async (_, at) => void happened.push(['gone', at]),
    },
  });
  return { happened, result: await kind.step(given as typeof job, START) };
}
const at = timestamp(START);
const using = (status: Campaign['status']) => campaignOf({ status, content_templates: approved('HX1') });

test('a template that is paused is shown on whatever uses it, and what sends it pauses', async () => {
  const paused = { ...found, status: 'paused' as const, rejection_reason: 'Low quality' };
  const { happened, result } = await refreshed(paused, [using('sending'), using('scheduled'), using('completed')]);
  const set = ['set', { default: { template_id: 'HX1', state: 'paused', reason: 'Low quality' } }];
  expect(happened).toEqual([
    ['put', 'paused', at],
    set,
    set,
    ['pause', 'system:provider', expect.stringContaining('Low quality')],
  ]);
  expect(result).toEqual({ next: { place: 1 }, done: { templates: 1, campaigns: 2 } });
});

test('news that is no news changes no campaign', async () => {
  const { happened } = await refreshed(found, [using('sending')]);
  expect(happened).toEqual([['put', 'approved', at]]);
});

test('a template that is gone is marked so, and its campaigns say it', async () => {
  const { happened } = await refreshed(undefined, [using('paused')]);
  expect(happened).toEqual([
    ['gone', at],
    ['set', { default: expect.objectContaining({ state: 'rejected', reason: expect.stringMatching(/no longer/) }) }],
  ]);
});

test('what others use and what was never submitted says nothing of a campaign', async () => {
  const other = campaignOf({ status: 'scheduled', content_templates: approved('HX7') });
  expect((await refreshed({ ...found, status: 'paused' }, [other])).happened).toHaveLength(1);
  expect((await refreshed({ ...found, status: 'draft' }, [using('scheduled')])).happened).toHaveLength(1);
});

test('the work ends after the last template', async () => {
  const { result } = await refreshed(found, [], { ...job, position: { place: 1 } });
  expect(result.next).toBeUndefined();
});
