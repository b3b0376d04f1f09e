import { expect, test } from 'vitest';

import { LANES } from '../../../shared/platform/lanes.ts';
import type { LaneState } from '../../../shared/run/lane.store.ts';
import { lanesWithWork } from '../../../shared/run/lanes-with-work.ts';
import { customerOf } from '../fixtures.ts';

const RUN = { tenant_id: 'ten_1', campaign_id: 'cmp_1', run: 2, step: 'resume' } as const;
const PLANNED: LaneState = { planned: 1, exhausted_at: 1 };
const EMPTY: LaneState = { planned: 0, exhausted_at: 1 };
const BEGUN: LaneState = { planned: 0, cursor: 'cus_1' };

/** @param populated the lanes that have customers */
function lanesOf(states: Record<number, LaneState>, populated: readonly number[]) {
  return lanesWithWork(RUN, {
    lanes: { states: async () => new Map(Object.entries(states).map(([lane, state]) => [Number(lane), state])) },
    customers: {
      lanePage: async (tenant, lane) => {
        expect(tenant).toBe(RUN.tenant_id);
        return { items: populated.includes(lane) ? [customerOf()] : [], last: undefined };
      },
    },
  });
}

test('a run works on no lane of a tenant without customers', async () => {
  expect(await lanesOf({}, [])).toEqual([]);
});

test('a run works on the lanes that have customers, from the first to the last', async () => {
  expect(await lanesOf({}, [0, 7, LANES - 1])).toEqual([0, 7, LANES - 1]);
});

test('a later run works on the lanes with recipients, although their customers may be erased, and on those half read', async () => {
  expect(await lanesOf({ 3: PLANNED, 4: EMPTY, 5: BEGUN }, [4])).toEqual([3, 5]);
});
