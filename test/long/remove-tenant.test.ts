/** Two tenants that have used every route: one leaves, and the other one has what it had. */
import { isDeepStrictEqual } from 'node:util';

import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';

import { removeTenant } from '../../admin/remove-tenant/remove-tenant.ts';
import { runCampaign, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { everythingIn } from '../support/everything.ts';
import { startTestHerald } from '../support/herald.ts';
import { EXAMPLES } from '../support/route-examples.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = await startTestHerald();
afterAll(() => herald.close());

const SHARED = 'ana@example.com';
const soon = () => new Date(Date.now() + 86_400_000).toISOString();

/** A tenant that has something of everything. */
async function busyTenant(): Promise<TestTenant> {
  const tenant = await newTenant(herald);
  for (const make of Object.values(EXAMPLES)) await make(tenant);
  await addCustomers(tenant, 3);
  const { id } = await runCampaign(tenant);
  await totalsReached(tenant, id, { recipients: 3 });
  const body = { name: 'Later', message_content: 'Hi.', scheduled_at: soon() };
  expect((await tenant.call('POST /v1/campaigns', { body })).status).toBe(200);
  expect((await tenant.call('POST /v1/members', { body: { email: SHARED, role: 'admin' } })).status).toBe(200);
  return tenant;
}

/** Where something of a tenant is, but for what the documentation names: queues, and executions that have ended. */
async function placesOf({ id }: TestTenant): Promise<string[]> {
  const all = await everythingIn(herald);
  const named = [...all].filter(([place, held]) => `${place} ${held}`.includes(id)).map(([place]) => place);
  return named.filter((place) => !/^(queue_|message|execution|sqs|states)/.test(place));
}

/**
 * Every row that does not name one tenant, as text, by its key; but those that change by themselves: deliveries, which are tried
 * again, counts of requests, and the lists that the sweeper goes through.
 */
async function rowsWithout({ id }: TestTenant): Promise<ReadonlyMap<string, string>> {
  const all = [...(await everythingIn(herald))].filter(([place]) =>
    /^item (?!ACTIVE |CALLBACK_WATCHES |.* (DELIVERY#|QUOTAS))/.test(place),
  );
  const others = all.filter(([place, held]) => !`${place} ${held}`.includes(id));
  // A scan names attributes and members of sets in any order.
  return new Map(others.map(([place, held]) => [place, JSON.stringify(sorted(JSON.parse(held)))]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, one]) => [name, sorted(one)])
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

/** Those rows once four looks in a row have found the same: the other tenant's campaigns are counted to their end. */
async function stillRowsWithout(tenant: TestTenant): Promise<ReadonlyMap<string, string>> {
  let [last, same]: [ReadonlyMap<string, string>, number] = [new Map(), 0];
  return eventually(async () => {
    const now = await rowsWithout(tenant);
    same = isDeepStrictEqual(now, last) ? same + 1 : 0;
    last = now;
    expect(same).toBeGreaterThan(3);
    return now;
  });
}

async function filesOf({ id }: TestTenant): Promise<string[]> {
  const { access, files } = herald.installation;
  const s3 = new S3Client({ ...access, endpoint: files!.endpoint!, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: files!.bucket }));
  s3.destroy();
  return Contents.flatMap(({ Key = '' }) => (Key.includes(id) ? [Key] : []));
}

test('everything of a tenant that leaves is gone, and nothing of another', async () => {
  const [leaving, staying] = [await busyTenant(), await busyTenant()];
  expect((await filesOf(leaving)).length).toBeGreaterThan(3);
  expect((await placesOf(leaving)).some((place) => place.startsWith('secret'))).toBe(true);
  const before = await stillRowsWithout(leaving);

  const name = `Tenant ${leaving.sender_number}`;
  const done = await removeTenant(herald.installation, leaving.id, { confirm: name, settles: 3_000 });

  expect(done).toMatchObject({ removed: true, proof: { rows_left: 0, files_left: 0, secret_left: false } });
  expect(await placesOf(leaving)).toEqual([]);
  expect(await filesOf(leaving)).toEqual([]);
  expect((await leaving.call('GET /v1/tenant')).status).toBe(401);
  const after = await rowsWithout(leaving);
  expect([...before].filter(([place, held]) => after.get(place) !== held)).toEqual([]);
  expect((await filesOf(staying)).length).toBeGreaterThan(3);
  const all = await everythingIn(herald);
  const scheduled = (await staying.call('GET /v1/campaigns?status=scheduled')).body.data as { readonly id: string }[];
  expect(scheduled).not.toEqual([]);
  for (const { id } of scheduled) expect(all.has(`item ACTIVE TENANT#${staying.id}#CAMPAIGN#${id}`)).toBe(true);
  const { body } = await staying.call('GET /v1/members');
  expect(body.data.map(({ email }: { email: string }) => email)).toContain(SHARED);
  expect((await staying.call('GET /v1/campaigns')).body.data.length).toBeGreaterThan(10);
});
