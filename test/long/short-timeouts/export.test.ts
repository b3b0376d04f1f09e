import { expect, test } from 'vitest';

import type { Json } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { tableOf } from '../../support/table.ts';
import { importCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

/** Hands a job to its function as its queue would, as if the lease of whoever died with it were over. */
async function carryOn(tenant: TestTenant, job_id: string): Promise<void> {
  const key = { pk: `TENANT#${tenant.id}#JOB#${job_id}`, sk: 'JOB' };
  await tableOf(herald).update(key, { set: { lease_until: 0 } });
  const body = JSON.stringify({ tenant_id: tenant.id, job_id });
  const event = { Records: [{ messageId: 'by hand', body }] };
  const answer = await herald.stack.runtime.invoke(herald.stack.functionArn('job.run'), event);
  expect(answer).toEqual({ batchItemFailures: [] });
}

test('a worker that dies when it has written rows, before it says so, writes none twice and loses none', async () => {
  const tenant = await newTenant(herald);
  await importCustomers(tenant, 40);
  let deaths = 0;
  // The first write claims the job; the next ones record its steps.
  herald.stack.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    caller: herald.stack.functionArn('job.run'),
    match: (input) => {
      const { Key, ExpressionAttributeNames } = input as Json;
      const isRecord = Object.values(ExpressionAttributeNames).includes('position');
      return Key.pk.S.startsWith(`TENANT#${tenant.id}#JOB#`) && isRecord && ++deaths > 0;
    },
    when: 'before',
    action: 'kill',
    times: 2,
  });
  const { body: begun } = await tenant.call('POST /v1/exports', { body: { kind: 'customers', format: 'jsonl' } });
  await eventually(() => expect(deaths).toBe(1));
  await expect(carryOn(tenant, begun.job_id)).rejects.toThrow();
  expect(deaths).toBe(2);
  expect((await tenant.call(`GET /v1/exports/${begun.id}`)).body).toMatchObject({
    status: 'running',
    rows: 0,
    url: null,
  });
  await carryOn(tenant, begun.job_id);

  const { body: done } = await tenant.call(`GET /v1/exports/${begun.id}`);
  expect(done).toMatchObject({ status: 'succeeded', rows: 40 });
  const lines = (await (await fetch(done.url)).text()).trimEnd().split('\n');
  const found = lines.map((line) => JSON.parse(line).phone_number as string);
  expect(found.toSorted()).toEqual([...numbers(40)].toSorted());
});

test('a bucket that fails, before it acted or after, costs an export no row, and gives it none twice', async () => {
  const tenant = await newTenant(herald);
  await importCustomers(tenant, 40);
  const caller = herald.stack.functionArn('job.run');
  herald.stack.faults.clear();
  const about = (input: unknown) => (input as Json).Key.includes(tenant.id);
  const strike = { service: 's3', caller, match: about, status: 503, code: 'SlowDown' } as const;
  // The SDK asks three times, so that the first step fails as a whole, and its worker dies when it has written at last.
  herald.stack.faults.add({ ...strike, operation: 'PutObject', when: 'before', action: 'error', times: 3 });
  herald.stack.faults.add({ ...strike, operation: 'PutObject', when: 'after', action: 'kill', times: 1 });
  herald.stack.faults.add({ ...strike, operation: 'GetObject', when: 'before', action: 'error', times: 3 });
  const { body: begun } = await tenant.call('POST /v1/exports', { body: { kind: 'customers', format: 'jsonl' } });
  const read = async () => (await tenant.call(`GET /v1/exports/${begun.id}`)).body;
  await eventually(() => expect(herald.stack.faults.counts().error).toBe(3));
  for (let tries = 0; tries < 5 && (await read()).status !== 'succeeded'; tries += 1)
    await carryOn(tenant, begun.job_id).catch(() => undefined);
  const { error, kill } = herald.stack.faults.counts();
  expect([error, kill]).toEqual([6, 1]);

  const done = await read();
  expect(done).toMatchObject({ status: 'succeeded', rows: 40 });
  const lines = (await (await fetch(done.url)).text()).trimEnd().split('\n');
  const found = lines.map((line) => JSON.parse(line).phone_number as string);
  expect(found.toSorted()).toEqual([...numbers(40)].toSorted());
});
