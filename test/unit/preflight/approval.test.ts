import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { approvalFault } from '../../../shared/preflight/approval-fault.ts';
import { noCounts } from '../../../shared/preflight/audience-counts.ts';
import { findApprovalFault } from '../../../shared/preflight/find-approval-fault.ts';
import { requireSeen } from '../../../shared/preflight/require-seen.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { LANES, laneOf } from '../../../shared/platform/lanes.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, customerOf, fakeClock, START, thrown } from '../fixtures.ts';

const approval = { by: 'mem_1', name: 'Ana', at: timestamp(START), reach: 200 };
const reaching = (people: number) => ({ ...noCounts(), contents: new Map([['default', people]]) });

test.each<[string, number | undefined, Partial<Campaign>, number, RegExp | undefined]>([
  ['may go where no approvals are wanted', undefined, {}, 1_000_000, undefined],
  ['may go to as many as need none', 100, {}, 100, undefined],
  ['needs one above that', 100, {}, 101, /^It reaches 101 people, and above 100 another member/],
  ['needs one for a single person where every campaign does', 0, {}, 1, /above 0/],
  ['may go to those that it was approved for', 100, { approval }, 200, undefined],
  ['may go to one in a hundred more', 100, { approval }, 202, undefined],
  [
    'needs another one when it has grown by more',
    100,
    { approval },
    203,
    /^Ana approved it for 200 people, and now it reaches 203/,
  ],
  ['may go to fewer', 100, { approval }, 150, undefined],
])('a campaign %s', (_, approval_above, given, people, fault) => {
  const found = approvalFault(campaignOf(given), { approval_above }, { counts: reaching(people), sample: undefined });
  if (fault) expect(found).toMatch(fault);
  else expect(found).toBeUndefined();
});

test('an estimate by a sample is no proof that an audience has grown', () => {
  const counts = reaching(205);
  const tenant = { approval_above: 100 };
  expect(approvalFault({ approval }, tenant, { counts, sample: undefined })).toBeDefined();
  expect(approvalFault({ approval }, tenant, { counts, sample: { customers: 50, share: 0.25 } })).toBeUndefined();
});

/** Three customers of a tenant. @returns how many pages of them were read, too */
function world(approval_above: number | undefined, planned = 0) {
  const customers = [customerOf(), customerOf(), customerOf()];
  const read = { pages: 0 };
  const ports = {
    clock: fakeClock(),
    customers: {
      lanePage: async (_: string, lane: number) => {
        read.pages += 1;
        return { items: customers.filter(({ id }) => laneOf(id) === lane), last: undefined };
      },
    },
    frequencies: { ofLane: async () => new Map() },
    lanes: { plannedTotals: async () => ({ planned, planned_us: 0, fallbacks: {} }) },
    messages: { betweenCustomers: async () => [], ofCustomers: async () => [] },
    segments: { getAll: async () => [] },
    tenants: { get: async () => ({ approval_above }) as Tenant },
  };
  return { ports, read };
}

test('before somebody is planned, the people are counted; nobody is where no approvals are wanted, or later', async () => {
  const wanting = world(2);
  expect(await findApprovalFault(campaignOf(), wanting.ports)).toMatch(/^It reaches 3 people, and above 2 another/);
  expect(wanting.read.pages).toBe(LANES);
  for (const { ports, read } of [world(undefined), world(2, 1)]) {
    expect(await findApprovalFault(campaignOf(), ports)).toBeUndefined();
    expect(read.pages).toBe(0);
  }
});

test('whoever executes without an approval is refused, and is asked for none where none is wanted', async () => {
  const { ports } = world(2);
  const error = await thrown(() => requireSeen(campaignOf(), undefined, ports));
  expect(error).toMatchObject({ kind: 'conflict', code: 'campaign.unapproved' });
  expect(error.message).toMatch(/Nothing was sent\.$/);
  await requireSeen(campaignOf({ approval: { ...approval, reach: 3 } }), undefined, ports);
  const without = world(undefined);
  await requireSeen(campaignOf(), undefined, without.ports);
  expect(without.read.pages).toBe(0);
});
