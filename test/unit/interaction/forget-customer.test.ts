import { expect, test } from 'vitest';

import { forgetCustomer } from '../../../shared/interaction/forget-customer.ts';
import type { Range } from '../../../shared/platform/page.ts';
import { campaignOf } from '../fixtures.ts';

/** A tenant with so many campaigns, every third of which never began. */
function tenantWith(count: number, exists: boolean) {
  const all = Array.from({ length: count }, (_, n) => campaignOf({ run: n % 3 }));
  const happened: unknown[][] = [];
  const ports = {
    campaigns: {
      async page(_: string, __: undefined, { limit, after }: Range) {
        const from = Number(after?.['from'] ?? 0);
        const to = from + limit;
        return { items: all.slice(from, to), last: to < all.length ? { from: to } : undefined };
      },
    },
    customers: {
      async person() {
        return undefined;
      },
      async erase() {
        happened.push(['erase']);
        return exists;
      },
    },
    inbounds: {
      async forget(_: string, customer: string) {
        happened.push(['inbounds', customer]);
      },
    },
    interactions: {
      async forget(_: string, customer: string) {
        happened.push(['interactions', customer]);
      },
    },
    messages: {
      async forget(_: string, campaigns: readonly string[], customer: string) {
        happened.push(['forget', campaigns, customer]);
      },
    },
  };
  const begun = all.filter(({ run }) => run > 0).map(({ id }) => id);
  return { forget: () => forgetCustomer('ten_1', 'cus_1', ports), happened, begun };
}

test.each([
  [0, true],
  [7, true],
  [250, true],
  [250, false],
])(
  'of %i campaigns, those that began forget the person, at most 100 at once (a customer: %s)',
  async (count, exists) => {
    const { forget, happened, begun } = tenantWith(count, exists);
    expect(await forget()).toBe(exists);
    expect(happened.slice(0, 3)).toEqual([['erase'], ['inbounds', 'cus_1'], ['interactions', 'cus_1']]);
    const forgotten = happened.slice(3).map(([, campaigns]) => campaigns as string[]);
    expect(forgotten.flat()).toEqual(begun);
    expect(forgotten.every(({ length }) => length <= 100)).toBe(true);
    expect(happened.slice(3).every(([, , customer]) => customer === 'cus_1')).toBe(true);
  },
);
