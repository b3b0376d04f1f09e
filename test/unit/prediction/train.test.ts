import { afterAll, beforeAll, expect, test } from 'vitest';

import { beganAt, peopleOf } from '../../../bench/predictions/world.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { beginTrainings } from '../../../shared/prediction/begin-trainings.ts';
import { predictionStore, type Learnt } from '../../../shared/prediction/prediction.store.ts';
import type { TrainPorts } from '../../../shared/prediction/train.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, START } from '../fixtures.ts';
import { train } from './train-to-the-end.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const DAY = 86_400_000;
const tenant_id = ids.next('ten');

test('steps that are repeated, and another training beside, change nothing, and leave nothing but what was learnt', async () => {
  const world = peopleOf({ people: 1_500, tastes: 'own' });
  world.send(4);
  const predictions = predictionStore(opened.table);
  const now = beganAt(3) + 2 * DAY;
  const other = ids.next('ten');
  await train({ ...world.ports, predictions }, { tenant_id, now });
  await train({ ...world.ports, predictions }, { tenant_id: other, now, repeats: 2 });
  const [once, twice] = await Promise.all([predictions.get(tenant_id), predictions.get(other)]);
  expect(once?.messages).toBeGreaterThan(3_000);
  expect(twice).toEqual(once);
  for (const tenant of [tenant_id, other]) {
    const rows = await Array.fromAsync(opened.table.all({ pk: `TENANT#${tenant}#TRAINING#${now}` }));
    expect(rows).toEqual([]);
  }
  // Whoever read what was there before another came does not replace it.
  const late: Learnt = { training: 'late', at: timestamp(now), messages: 0, did: 0 };
  expect(await predictions.replace(tenant_id, undefined, late)).toBe(false);
  expect(await predictions.replace(tenant_id, 'another', late)).toBe(false);
  expect(await predictions.get(tenant_id)).toEqual(once);
});

test('somebody who is erased while a training runs is in no count from then on', async () => {
  const world = peopleOf({ people: 1_600, tastes: 'own' });
  world.send(3);
  const { zonesPage } = world.ports.customers;
  const customers: TrainPorts['customers'] = {
    async zonesPage(tenant, lane, range) {
      const page = await zonesPage(tenant, lane, range);
      return lane < 8 ? page : { items: [], last: undefined };
    },
  };
  await train({ ...world.ports, customers }, { tenant_id, now: beganAt(2) + 2 * DAY });
  expect(world.learnt()).toMatchObject({ messages: 800 * 2 });
});

test('campaigns that have ended are learnt from once, when their people have had their time', async () => {
  const campaigns = campaignStore(opened.table);
  const [mine, theirs] = [ids.next('ten'), ids.next('ten')];
  for (const [tenant, hours] of [
    [mine, 0],
    [mine, 1],
    [theirs, 0],
    [theirs, 2],
  ] as const) {
    const one = campaignOf({ tenant_id: tenant, status: 'sending', run: 1 });
    await campaigns.add(one);
    await campaigns.transition('complete', one, { now: timestamp(START + hours * 3_600_000), by: 'run' });
  }
  const begun: unknown[] = [];
  const clock = fakeClock(START + 26 * 3_600_000);
  const jobs = {
    add: async ({ tenant_id: tenant, kind }: { tenant_id: string; kind: string }) => void begun.push([tenant, kind]),
  };
  const ports = { campaigns, clock, ids, jobs, jobQueue: { add: async () => undefined }, settlesAfter: 25 * 3_600_000 };
  await beginTrainings({}, ports);
  expect(new Set(begun.map((one) => JSON.stringify(one)))).toEqual(
    new Set([mine, theirs].map((tenant) => JSON.stringify([tenant, 'prediction']))),
  );
  expect(begun).toHaveLength(2);
  await beginTrainings({}, ports);
  expect(begun).toHaveLength(2);
  clock.advance(3_600_000);
  await beginTrainings({}, ports);
  expect(begun.slice(2)).toEqual([[theirs, 'prediction']]);
});
