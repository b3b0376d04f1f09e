import { afterAll, beforeAll, expect, test } from 'vitest';

import { choiceStore, type Choices } from '../../../shared/message/choice.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let choices: Choices;
beforeAll(async () => {
  opened = await testTable();
  choices = choiceStore(opened.table);
});
afterAll(() => opened.close());

const tenant = ids.next('ten');
const criterion = (content_key: string) => ({ content_key, why: 'criterion' as const });

test('the first choice of somebody stays, of each campaign and tenant alone, until they are erased', async () => {
  const [campaign, other] = [ids.next('cmp'), ids.next('cmp')];
  const people = Array.from({ length: 130 }, () => ids.next('cus'));
  const [first = '', second = ''] = people;
  await choices.keep(tenant, campaign, new Map([[first, criterion('vip')]]));
  const kept = await choices.keep(tenant, campaign, new Map(people.map((id) => [id, criterion('late')])));
  expect(kept.get(first)).toEqual(criterion('vip'));
  expect(kept.get(second)).toEqual(criterion('late'));
  expect(await choices.ofCustomers(tenant, campaign, people)).toEqual(kept);
  const [third = '', ...others] = people.filter((id) => laneOf(id) === laneOf(first)).toSorted();
  const lane = await choices.between(tenant, campaign, laneOf(first), [third, others.at(-1) ?? third]);
  expect(lane).toEqual(new Map([third, ...others].map((id) => [id, kept.get(id)])));
  expect(await choices.ofCustomers(tenant, other, people)).toEqual(new Map());
  expect(await choices.ofCustomers(ids.next('ten'), campaign, people)).toEqual(new Map());

  await choices.keep(tenant, other, new Map([[first, criterion('x')]]));
  await choices.forget(tenant, [campaign, other], first);
  expect(await choices.ofCustomers(tenant, campaign, [first, second])).toEqual(new Map([[second, criterion('late')]]));
  expect(await choices.ofCustomers(tenant, other, [first])).toEqual(new Map());
});
