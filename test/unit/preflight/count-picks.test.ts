import { expect, test } from 'vitest';

import { asBegun, type Campaign } from '../../../shared/campaign/campaign.ts';
import { personalise } from '../../../shared/message/personalise.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import { countAudience, reachOf } from '../../../shared/preflight/count-audience.ts';
import { withPicks, type Picker } from '../../../shared/run/picker.ts';
import { campaignOf, customerOf, fakeClock, START } from '../fixtures.ts';

const reply = { id: 'order', title: 'Order', type: 'reply' as const };
const link = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
const campaign: Campaign = {
  ...asBegun(
    campaignOf({
      ...{ weight: 1, buttons: [reply], contents: [{ key: 'web', weight: 1, buttons: [link] }] },
      experiment: { metric: 'converted', window_hours: 24, test_share: 0.5, no_winner: 'control', pick: 'predicted' },
    }),
    timestamp(START),
  ),
  picking: true,
};
const terms = { campaign, starts_at: START, hours: undefined, cap: undefined };
const people = Array.from({ length: 700 }, () => customerOf({ created_at: timestamp(START - 1) }));
const byLane = Map.groupBy(people, ({ id }) => laneOf(id));

/** Picks the link for two of three. @param takes in milliseconds, for each request */
function world(takes = 0) {
  const clock = fakeClock();
  const asked: number[] = [];
  const picker: Pick<Picker, 'armsFor'> = {
    async armsFor(_, some, at) {
      clock.advance(takes);
      asked.push(some.length);
      expect(at).toBe(START);
      return new Map(some.map(({ id }) => [id, people.findIndex((one) => one.id === id) % 3 > 0 ? 'web' : 'default']));
    },
  };
  const ports = {
    ...{ clock, picker },
    customers: { lanePage: async (_: string, lane: number) => ({ items: byLane.get(lane) ?? [], last: undefined }) },
    frequencies: { ofLane: async () => new Map() },
    messages: { betweenCustomers: async () => [], ofCustomers: async () => [] },
    segments: { getAll: async () => [] },
  };
  return { asked, picker, ports };
}

test('picked people are counted with the content that sending gives them, to the last person', async () => {
  const { asked, picker, ports } = world();
  const { counts } = await countAudience(terms, ports);
  expect(Math.max(...asked)).toBeLessThanOrEqual(100);
  const sent = new Map<string, number>();
  // As a chunk is sent: its people, their picks, and what each of them gets.
  for (const one of await withPicks(campaign, people, START, { picker })) {
    const { content_key = 'default' } = personalise(campaign, one);
    sent.set(content_key, (sent.get(content_key) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts.contents)).toEqual(Object.fromEntries(sent));
  expect(sent.get('web')).toBeGreaterThan(people.length / 2);
  expect(counts.trial.get('unpicked')).toBeUndefined();
});

test('of a campaign that does not pick, nobody is picked for', async () => {
  const { asked, ports } = world();
  const { counts } = await countAudience({ ...terms, campaign: { ...campaign, picking: false } }, ports);
  expect([reachOf(counts), asked]).toEqual([people.length, []]);
});

test('whom there is no time to pick for is counted with the control, and told apart', async () => {
  const { ports } = world(1_000);
  const { counts } = await countAudience(terms, ports, { customers: 100_000, milliseconds: 18_000 });
  const [picked = 0, unpicked = 0] = ['picked', 'unpicked'].map((key) => counts.trial.get(key));
  expect(reachOf(counts)).toBe(people.length);
  expect([picked > 0, unpicked > 0]).toEqual([true, true]);
});
