import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Message } from '../../../shared/message/message.ts';
import { messagesOfPerson } from '../../../shared/message/messages-of-person.ts';
import type { Range } from '../../../shared/platform/page.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { campaignOf } from '../fixtures.ts';

/** A tenant's campaigns, newest first, and whose messages each has. */
function world(count: number, hasMessage: (place: number, customer: string) => boolean) {
  const all = Array.from({ length: count }, (): Campaign => ({ ...campaignOf({}), id: ids.next('cmp') })).reverse();
  const asked: number[] = [];
  const ports = {
    campaigns: {
      async page(_: string, __: unknown, { limit, after }: Range) {
        const from = after ? Number(after['place']) : 0;
        const items = all.slice(from, from + limit);
        const next = from + limit;
        return { items, last: next < all.length ? { place: next } : undefined };
      },
    },
    messages: {
      async ofCustomer(_: string, campaigns: readonly string[], customer_id: string): Promise<Message[]> {
        asked.push(campaigns.length);
        const places = campaigns.map((id) => all.findIndex((campaign) => campaign.id === id));
        const found = places.filter((place) => hasMessage(place, customer_id));
        return found.map((place) => ({
          ...{ id: ids.next('msg'), campaign_id: all[place]!.id, customer_id },
          ...{ status: 'sent', variables: [], attempts: 1 },
        }));
      },
    },
  };
  const read = (customers: readonly string[], range: Range) => messagesOfPerson('ten_1', customers, ports, range);
  return { asked, read, placeOf: ({ id }: Campaign) => all.findIndex((campaign) => campaign.id === id) };
}

test('a page goes on until it has somebody’s message, and says where the next begins', async () => {
  const { read, placeOf } = world(250, (place) => place === 120 || place === 130);
  const first = await read(['cus_1'], { limit: 50 });
  expect(first.items.map(({ campaign }) => placeOf(campaign))).toEqual([120, 130]);
  expect(first.last).toEqual({ place: 150 });
  const second = await read(['cus_1'], { limit: 50, after: first.last });
  expect(second).toEqual({ items: [], last: undefined, scanned: 100 });
});

test('a page looks through 1,000 campaigns at most', async () => {
  const { read, asked } = world(5_000, () => false);
  expect(await read(['cus_1'], { limit: 100 })).toEqual({ items: [], last: { place: 1_000 }, scanned: 1_000 });
  expect(asked).toHaveLength(10);
});

test('what was sent to the ids that a person had before is theirs, and a page stays within its limit', async () => {
  const { read, placeOf } = world(4, (place, customer) => (customer === 'cus_old') === place > 1);
  const { items, last } = await read(['cus_1', 'cus_old'], { limit: 6 });
  expect(items.map(({ campaign, message }) => [placeOf(campaign), message.customer_id])).toEqual([
    [0, 'cus_1'],
    [1, 'cus_1'],
    [2, 'cus_old'],
  ]);
  expect(last).toEqual({ place: 3 });
});
