import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import type { Job } from '../../../shared/job/job.ts';
import { randomIds } from '../../../shared/platform/ids.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

const [soon, later] = [timestamp(START + 60_000), timestamp(START + 120_000)];
const draft = campaignOf();
const scheduled = (scheduled_at: string): Campaign => ({ ...draft, status: 'scheduled', scheduled_at });

/** A scheduled campaign is prepared at once. */
const prepared = ['campaign.preparation', 'queue'];

/** What is done, in order, when `after` takes the place of `before`. */
async function acts(before: Campaign | undefined, after: Campaign, broken = '', active = 0): Promise<string[]> {
  const done: string[] = [];
  const act = async (name: string) => {
    if (name === broken) throw new Error('no');
    done.push(name);
  };
  const ports = {
    campaigns: { add: () => act('add'), replace: () => act('replace'), countActive: async () => active },
    quotas: { get: async () => ({ ...DEFAULT_QUOTAS, active_campaigns: 2 }) },
    clock: fakeClock(),
    ids: randomIds,
    jobs: { add: ({ kind }: Job) => act(kind) },
    jobQueue: { add: () => act('queue') },
    schedules: { set: (one: { scheduled_at: string }) => act(`set ${one.scheduled_at}`), clear: () => act('clear') },
  };
  if (broken) await thrown(() => saveCampaign(before, after, ports));
  else expect(await saveCampaign(before, after, ports)).toBe(after);
  return done;
}

test.each([
  ['a new draft', undefined, draft, ['add']],
  ['a new one with a time', undefined, scheduled(soon), [`set ${soon}`, 'add', ...prepared]],
  ['a draft that is changed', draft, draft, ['replace']],
  ['a draft that is given a time', draft, scheduled(soon), [`set ${soon}`, 'replace', ...prepared]],
  ['one given another time', scheduled(soon), scheduled(later), [`set ${later}`, 'replace', ...prepared]],
  ['one that keeps its time', scheduled(soon), scheduled(soon), ['replace', ...prepared]],
  ['one whose time is taken away', scheduled(soon), draft, ['replace', 'clear']],
])('saving %s takes these steps in order', async (_, before, after, expected) => {
  expect(await acts(before, after)).toEqual(expected);
});

test('no campaign says that it is scheduled when its schedule could not be set', async () => {
  expect(await acts(draft, scheduled(soon), `set ${soon}`)).toEqual([]);
});

test('a campaign that could not be changed keeps its schedule', async () => {
  expect(await acts(scheduled(soon), draft, 'replace')).toEqual([]);
});

test('a tenant with enough active campaigns can schedule no other, but change those that it has', async () => {
  await expect(acts(draft, scheduled(soon), '', 1)).resolves.toEqual([`set ${soon}`, 'replace', ...prepared]);
  await expect(acts(draft, scheduled(soon), '', 2)).rejects.toMatchObject({ code: 'quota.active_campaigns' });
  await expect(acts(scheduled(soon), scheduled(later), '', 2)).resolves.toEqual([
    `set ${later}`,
    'replace',
    ...prepared,
  ]);
  await expect(acts(draft, draft, '', 2)).resolves.toEqual(['replace']);
});
