import { beforeAll, expect, test } from 'vitest';

import type { FaultRule } from '../../../local/aws/faults.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import type { Json } from '../../support/api.ts';
import {
  messagesOf,
  reached,
  recipientsOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

let claimed: Casualty;
let posted: Casualty;

interface Casualty {
  readonly tenant: TestTenant;
  readonly id: string;
  /** Whose message was at stake. */
  readonly victim: string;
  readonly everyone: readonly string[];
}

beforeAll(async () => {
  claimed = await casualty({ operation: 'PutItem', when: 'after' });
  posted = await casualty({ operation: 'UpdateItem', when: 'before' });
});

test('a planner that dies between the queue and its cursor plans the page anew, and it is sent once', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 6);
  let deaths = 0;
  herald.stack.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    caller: herald.stack.functionArn('lane.advance'),
    match: (input) => {
      const { pk, sk } = (input as { Key: Json }).Key;
      return pk.S.startsWith(`TENANT#${tenant.id}#`) && sk.S.startsWith('LANE#') && ++deaths > 0;
    },
    when: 'before',
    action: 'kill',
    times: 3,
  });
  const { id } = await runCampaign(tenant);
  expect(deaths).toBeGreaterThanOrEqual(3);
  await totalsReached(tenant, id, { recipients: 6, read: 6 });
  expect(await recipientsOf(tenant)).toEqual(numbers(6));
});

test('a sender that dies between claim and request sends nothing, and nobody sends in its place', async () => {
  const { tenant, id, victim, everyone } = claimed;
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: everyone.length, read: everyone.length - 1, unknown: 1 });
  const messages = await messagesOf(tenant, id);
  const lost = messages.find(({ customer_id }) => customer_id === victim);
  expect(lost).toMatchObject({ status: 'unknown', status_reason: expect.stringContaining('stopped'), attempts: 1 });
  expect(await sentOnce(tenant, messages)).toEqual(everyone.filter((one) => one !== victim).toSorted());
});

test('a sender that dies between request and outcome has sent, and nobody sends again', async () => {
  const { tenant, id, victim, everyone } = posted;
  await reached(tenant, id, 'completed');
  const { totals } = await totalsReached(tenant, id, { recipients: everyone.length });
  expect(totals.read + totals.unknown).toBe(everyone.length);
  const messages = await messagesOf(tenant, id);
  const found = messages.find(({ customer_id }) => customer_id === victim);
  expect(found).toMatchObject({ status: 'read', provider_sid: expect.stringMatching(/^SM/) });
  const read = messages.filter(({ status }) => status === 'read').map(({ customer_id }) => customer_id);
  expect(await sentOnce(tenant, messages)).toEqual(read.toSorted());
});

/** A campaign of one chunk whose sender dies at its first such write of a message. */
async function casualty(at: Pick<FaultRule, 'operation' | 'when'>): Promise<Casualty> {
  const tenant = await newTenant(herald, { rate: 4 });
  const customers = await addCustomers(tenant, 33);
  const everyone = Object.values(Object.groupBy(customers, ({ id }) => laneOf(id)))
    .map((lane = []) => lane.map(({ id }) => id))
    .find(({ length }) => length >= 3)!
    .slice(0, 4);
  let victim: string | undefined;
  herald.stack.faults.add({
    ...at,
    service: 'dynamodb',
    caller: herald.stack.functionArn('chunk.send'),
    match: (input) => {
      const { Item, Key } = input as { Item?: Json; Key?: Json };
      const [, customer] = /^MESSAGE#(.*)/.exec((Item ?? Key)?.sk?.S) ?? [];
      victim ??= everyone.includes(customer) ? customer : undefined;
      return victim !== undefined && victim === customer;
    },
    action: 'kill',
    times: 1,
  });
  const { id } = await startCampaign(tenant, { target_criteria: { customer_ids: everyone } });
  await eventually(() => expect(victim).toBeDefined());
  return { tenant, id, victim: victim!, everyone };
}

/** Which of these customers the provider has a message to. */
async function sentOnce(tenant: TestTenant, messages: readonly Json[]): Promise<string[]> {
  const sids = (await sentBy(tenant)).map(({ sid }) => sid);
  expect(sids).toHaveLength(new Set(sids).size);
  return sids.map((sid) => messages.find((message) => message.provider_sid === sid)?.customer_id).toSorted();
}
