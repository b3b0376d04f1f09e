import { expect, test } from 'vitest';

import { newestBegun } from '../../../shared/analytics/insight-campaigns.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Range } from '../../../shared/platform/page.ts';
import { campaignOf } from '../fixtures.ts';

const begun = (started_at = '2026-11-20T12:00:00.000Z') => campaignOf({ status: 'completed', started_at });

/** A list that counts how often it was asked. */
function listOf(all: readonly Campaign[]) {
  let asked = 0;
  return {
    asked: () => asked,
    async list({ limit, after }: Range) {
      asked++;
      const from = Number(after?.['from'] ?? 0);
      const next = from + limit;
      return { items: all.slice(from, next), last: next < all.length ? { from: next } : undefined };
    },
  };
}

test('the newest campaigns that have begun are found, over pages of those that have not', async () => {
  const [one, other] = [begun(), begun()];
  const drafts = Array.from({ length: 150 }, () => campaignOf());
  const { list } = listOf([one, ...drafts, other]);
  expect(await newestBegun(list, { campaigns: 50 })).toEqual({ campaigns: [one, other], truncated: false });
});

test('it is said when there are more than were asked for', async () => {
  const all = [begun(), begun(), begun()];
  expect(await newestBegun(listOf(all).list, { campaigns: 2 })).toEqual({
    campaigns: all.slice(0, 2),
    truncated: true,
  });
  expect(await newestBegun(listOf(all).list, { campaigns: 3 })).toEqual({ campaigns: all, truncated: false });
});

test('campaigns that began before a time are left out', async () => {
  const [old, recent] = [begun('2026-11-01T00:00:00.000Z'), begun('2026-11-02T00:00:00.000Z')];
  const { campaigns } = await newestBegun(listOf([old, recent]).list, {
    campaigns: 5,
    since: '2026-11-02T00:00:00.000Z',
  });
  expect(campaigns).toEqual([recent]);
});

test('the search ends after some hundreds that never began, and says so', async () => {
  const drafts = listOf(Array.from({ length: 5000 }, () => campaignOf()));
  expect(await newestBegun(drafts.list, { campaigns: 50 })).toEqual({ campaigns: [], truncated: true });
  expect(drafts.asked()).toBe(5);
});
