import { parse } from 'csv-parse/sync';
import { expect, inject, test } from 'vitest';

import { fileExport } from '../../shared/export/export.ts';
import { caller, type Json } from '../support/api.ts';
import { addCampaign, runCampaign, totalsReached } from '../support/campaigns.ts';
import { addWaitingJob, exported, linesOf } from '../support/exports.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { BUTTONS, sentTo } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');

/** Every id that a list shows, page after page. */
async function listed({ call }: TestTenant, path: string, query: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const asked: string = new URLSearchParams({ ...query, limit: '3', ...(cursor && { cursor }) }).toString();
    const { body } = await call(`GET ${path}?${asked}`);
    found.push(...body.data.map(({ id }: Json) => id));
    cursor = body.next_cursor;
  } while (cursor);
  return found;
}

const idsOf = (rows: readonly Json[]): string[] => rows.map(({ id }) => id);

test('an export of customers is a file for spreadsheets: its link is good for it alone, and for nobody without it', async () => {
  const tenant = await newTenant(herald);
  const [first] = await addCustomers(tenant, 1, {
    ...{ name: '=cmd|calc', tags: ['vip', '+1'], attributes: { city: 'Köln' } },
  });
  const [second, gone] = await addCustomers(tenant, numbers(3).slice(1), { name: 'Bo, "B"' });
  await tenant.call(`DELETE /v1/customers/${gone.id}`);
  const done = await exported(tenant, { kind: 'customers', time_zone: 'Europe/Berlin' });
  expect(done).toMatchObject({ kind: 'customers', status: 'succeeded', rows: 2, left_out: 0, format: 'csv' });

  const file = await fetch(done.url);
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${done.id}.csv"`);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([bytes.length, bytes.subarray(0, 3).toString('hex')]).toEqual([done.size, 'efbbbf']);
  const rows = parse<Json>(bytes.toString().slice(1), { columns: true, record_delimiter: '\r\n' });
  expect(idsOf(rows)).toEqual([second.id, first.id]);
  expect(rows[1]).toMatchObject({
    ...{ phone_number: `'${first.phone_number}`, name: "'=cmd|calc", tags: "vip;'+1", attributes: '{"city":"Köln"}' },
    ...{ consent: 'opted_in', consent_source: 'test', created_at: expect.stringMatching(/T.*\+0[12]:00$/) },
  });
  expect(Date.parse(rows[1].created_at)).toBe(Date.parse(first.created_at));

  const { pathname, search, origin } = new URL(done.url);
  const other = await exported(tenant, { kind: 'customers' });
  for (const address of [
    origin + pathname,
    origin + new URL(other.url).pathname + search,
    done.url.replace('Expires=3600', 'Expires=99999'),
    done.url.replace(/X-Amz-Date=\d{8}/, 'X-Amz-Date=20200101'),
  ])
    expect((await fetch(address)).status).toBe(403);

  const stranger = await newTenant(herald);
  expectProblem(await stranger.call(`GET /v1/exports/${done.id}`), { status: 404, code: 'export.not_found' });
  const { body: list } = await tenant.call('GET /v1/exports');
  expect(list.data.map(({ id, url, status }: Json) => [id, url, status])).toEqual([
    ...[[other.id, null, 'succeeded'] as const, [done.id, null, 'succeeded'] as const],
  ]);
});

test('an imported export gives the same numbers', async () => {
  const [from, to] = [await newTenant(herald), await newTenant(herald)];
  await addCustomers(from, 3, { tags: ['vip'], language: 'de' });
  const { url } = await exported(from, { kind: 'customers' });
  const body = await (await fetch(url)).text();
  const answer = await to.call('POST /v1/customers/import', { body, type: 'text/csv' });
  expect(answer.body).toMatchObject({ imported: 3, rejected: 0 });
  const { data } = (await to.call('GET /v1/customers')).body;
  expect(data.map(({ phone_number, tags, language }: Json) => [phone_number, tags, language]).toSorted()).toEqual(
    numbers(3)
      .map((number) => [number, ['vip'], 'de'])
      .toSorted(),
  );
});

test('an export has exactly the messages and interactions that the list with its filter shows', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  await addCustomers(tenant, [...numbers(4, 'read'), ...numbers(2, 'failed')]);
  await addCustomers(tenant, numbers(5, 'read').slice(4), { consent: { status: 'opted_out', source: 'test' } });
  const campaign = await runCampaign(tenant, { buttons: BUTTONS.slice(2) });
  const { totals } = await totalsReached(tenant, campaign.id, { recipients: 7, read: 4, failed: 2, skipped: 1 });
  expect(totals.skipped).toBe(1);
  const messages = (await call(`GET /v1/campaigns/${campaign.id}/messages?limit=100`)).body.data as Json[];
  const readers = messages.filter(({ status }) => status === 'read');
  for (const { customer_id } of [readers[0], readers[1], readers[0]])
    await call(`POST /v1/campaigns/${campaign.id}/button-click`, { body: { customer_id, button_id: 'call' } });
  const path = `/v1/campaigns/${campaign.id}`;
  const { data: taps } = (await call(`GET ${path}/interactions`)).body;
  await call(`POST ${path}/interactions/${taps[1].id}/conversion`, {
    body: { conversion_type: 'order', conversion_reference_id: 'A-1', value: '19.90', currency: 'EUR' },
  });

  const { error_code } = messages.find(({ status }) => status === 'failed' || status === 'undelivered');
  const times = [...readers.map(({ read_at }) => read_at)].toSorted();
  const filters: readonly Readonly<Record<string, string>>[] = [
    ...[{}, { status: 'read' }, { reached: 'failed' }, { not_reached: 'read' }, { error_code }],
    ...[{ reason: 'opted_out' }, { button: 'call' }, { tapped: 'false' }, { reached: 'read', from: times[2] }],
    ...[{ reached: 'read', to: times[2] }, { status: 'unknown' }],
  ];
  const amounts: number[] = [];
  for (const { tapped, ...filter } of filters) {
    const shown = await listed(tenant, `${path}/messages`, { ...filter, ...(tapped && { tapped }) });
    const given = { campaign_id: campaign.id, ...filter, ...(tapped && { tapped: tapped === 'true' }) };
    const rows = await linesOf(tenant, { kind: 'messages', filter: given });
    expect(idsOf(rows)).toEqual(shown);
    amounts.push(rows.length);
  }
  expect(amounts.slice(0, 8)).toEqual([7, 4, 2, 3, 2, 1, 2, 5]);
  expect(amounts.slice(10)).toEqual([0]);

  const asked: readonly Readonly<Record<string, string>>[] = [
    ...[{}, { button_id: 'call' }, { button_id: 'none' }, { converted: 'true' }, { conversion_type: 'order' }],
    ...[{ customer_id: readers[0].customer_id }, { one_per: 'customer' }, { from: taps[1].clicked_at }],
  ];
  const counts: number[] = [];
  for (const { converted, ...filter } of asked) {
    const shown = await listed(tenant, `${path}/interactions`, { ...filter, ...(converted && { converted }) });
    const given = { campaign_id: campaign.id, ...filter, ...(converted && { converted: true }) };
    const rows = await linesOf(tenant, { kind: 'interactions', filter: given });
    expect(idsOf(rows)).toEqual(shown);
    counts.push(rows.length);
  }
  expect(counts.slice(0, 7)).toEqual([3, 3, 0, 1, 1, 2, 2]);

  const [customer_id] = [readers[0].customer_id];
  const own = await linesOf(tenant, { kind: 'interactions', filter: { customer_id }, expand: 'customer' });
  expect(idsOf(own)).toEqual(await listed(tenant, `/v1/customers/${customer_id}/interactions`, {}));
  const { body: customer } = await call(`GET /v1/customers/${customer_id}`);
  expect(own[0]).toMatchObject({ customer_id, phone_number: customer.phone_number, campaign_id: campaign.id });

  // Whoever is erased is in no export from then on.
  await call(`DELETE /v1/customers/${customer_id}`);
  const rest = await exported(tenant, { kind: 'messages', filter: { campaign_id: campaign.id }, format: 'jsonl' });
  expect(rest).toMatchObject({ rows: 6, left_out: 1 });
  expect(await (await fetch(rest.url)).text()).not.toContain(customer_id);
});

test('an export has exactly the customers of a list, a segment or an audience, what they consented to, and who did what', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  const [vip, ...plain] = [
    ...(await addCustomers(tenant, 1, { tags: ['vip'], language: 'de' })),
    ...(await addCustomers(tenant, numbers(4).slice(1), { language: 'fr' })),
  ];
  await call(`PATCH /v1/customers/${vip.id}`, { body: { consent: { status: 'opted_out', source: 'phone' } } });
  const { body: inner } = await call('POST /v1/segments', { body: { name: 'vip', criteria: { tags_any: ['vip'] } } });
  const { body: segment } = await call('POST /v1/segments', {
    body: { name: 'others', criteria: { segments_none: [inner.id] } },
  });
  const customers = async (filter: object) => idsOf(await linesOf(tenant, { kind: 'customers', filter })).toSorted();
  const others = idsOf(plain).toSorted();
  expect(await customers({})).toEqual([vip.id, ...others].toSorted());
  expect(await customers({ tag: 'vip' })).toEqual([vip.id]);
  expect(await customers({ phone_number: vip.phone_number })).toEqual([vip.id]);
  expect(await customers({ segment_id: segment.id })).toEqual(others);
  expect(await customers({ segment_id: segment.id, tag: 'vip' })).toEqual([]);
  expect(await customers({ consent: 'opted_out' })).toEqual([vip.id]);
  expect(await customers({ segment_id: segment.id, consent: 'opted_in' })).toEqual(others);
  expect(await customers({ target_criteria: { languages: ['fr'], not: { customer_ids: [plain[0].id] } } })).toEqual(
    idsOf(plain.slice(1)).toSorted(),
  );
  expect(await customers({ created_before: vip.created_at })).toEqual([]);
  const kept = await tableOf(herald).query({ pk: `TENANT#${tenant.id}#EXPORTS` });
  expect(JSON.stringify(kept)).not.toContain(vip.phone_number);

  const ledger = await linesOf(tenant, { kind: 'consents', filter: { customer_id: vip.id } });
  expect(ledger.map(({ status, source, phone_number }) => [status, source, phone_number])).toEqual([
    ['opted_in', 'test', vip.phone_number],
    ['opted_out', 'phone', vip.phone_number],
  ]);
  expect(await linesOf(tenant, { kind: 'consents' })).toHaveLength(5);
  expect(await linesOf(tenant, { kind: 'consents', filter: { status: 'opted_out' } })).toHaveLength(1);
  expect(await linesOf(tenant, { kind: 'consents', filter: { source: 'web' } })).toEqual([]);

  const shown = await listed(tenant, '/v1/audit', { action: 'segment' });
  const entries = await linesOf(tenant, { kind: 'audit', filter: { action: 'segment' } });
  expect(idsOf(entries)).toEqual(shown);
  expect(entries).toHaveLength(2);
  expect(entries[0]).toMatchObject({ action: 'segment.create', actor_kind: 'api_key', resource_id: segment.id });
});

test('what cannot be exported is refused with what is wrong with it', async () => {
  const [tenant, stranger] = [await newTenant(herald), await newTenant(herald)];
  const { id: foreign } = await addCampaign(stranger);
  const ask = (body: object) => tenant.call('POST /v1/exports', { body });
  expectFaults(await ask({ kind: 'people' }), [['kind', 'invalid_union']]);
  expectFaults(await ask({}), [['kind', 'invalid_union']]);
  expectFaults(await ask({ kind: 'messages' }), [['filter', 'invalid_type']]);
  expectFaults(await ask({ kind: 'messages', filter: { tag: 'vip' }, time_zone: 'Mars/Olympus', format: 'xlsx' }), [
    ['filter.campaign_id', 'invalid_type'],
    ['filter.tag', 'unknown_field'],
    ['time_zone', 'timezone'],
    ['format', 'invalid_value'],
  ]);
  expectFaults(await ask({ kind: 'customers', filter: { status: 'read' }, expand: 'customer' }), [
    ['filter.status', 'unknown_field'],
    ['expand', 'unknown_field'],
  ]);
  expectFaults(await ask({ kind: 'interactions', filter: {} }), [['filter.campaign_id', 'required']]);
  const seg = { segment_id: `seg_${'0'.repeat(26)}` };
  expectFaults(await ask({ kind: 'customers', filter: { ...seg, target_criteria: { all: true } } }), [
    ['filter.segment_id', 'refused'],
  ]);
  expectFaults(await ask({ kind: 'customers', filter: { target_criteria: { segments_any: [seg.segment_id] } } }), [
    ['filter.target_criteria', 'not_found'],
  ]);
  const absent = `cmp_${'0'.repeat(26)}`;
  for (const kind of ['messages', 'interactions'])
    for (const campaign_id of [foreign, absent])
      expectProblem(await ask({ kind, filter: { campaign_id } }), { status: 404, code: 'campaign.not_found' });
  const customer_id = `cus_${'0'.repeat(26)}`;
  for (const kind of ['consents', 'interactions'])
    expectProblem(await ask({ kind, filter: { customer_id } }), { status: 404, code: 'customer.not_found' });
  expectProblem(await ask({ kind: 'customers', filter: { phone_number: numbers(1)[0] } }), {
    ...{ status: 404, code: 'customer.not_found' },
  });
  const { id: campaign_id } = await addCampaign(tenant);
  expectFaults(await ask({ kind: 'customers', filter: { campaign_id, tag: 'vip' } }), [
    ['filter.campaign_id', 'refused'],
  ]);
  for (const filter of [{ content: 'short' }, { lacking: '{{name}}' }])
    expectFaults(await ask({ kind: 'customers', filter }), [['filter.campaign_id', 'required']]);
  expectFaults(await ask({ kind: 'customers', filter: { campaign_id, content: 'short', outcome: 'opted_out' } }), [
    ['filter.content', 'refused'],
  ]);
  expectProblem(await ask({ kind: 'customers', filter: { campaign_id: foreign } }), {
    ...{ status: 404, code: 'campaign.not_found' },
  });
  expectProblem(await ask({ kind: 'customers', filter: seg }), { status: 404, code: 'segment.not_found' });
  expect((await tenant.call('GET /v1/exports')).body.data).toEqual([]);
});

test('who may not list something neither exports it nor sees its exports', async () => {
  const tenant = await newTenant(herald);
  const { campaign } = await sentTo(tenant);
  const filter = { campaign_id: campaign.id };
  const begun = [
    await exported(tenant, { kind: 'messages', filter }),
    await exported(tenant, { kind: 'messages', filter, expand: 'customer' }),
    await exported(tenant, { kind: 'consents' }),
    await exported(tenant, { kind: 'audit' }),
  ];
  const seen = async (...scopes: string[]) => {
    const { body: key } = await tenant.call('POST /v1/api-keys', { body: { name: 'one', scopes } });
    const call = caller(herald.url, key.key);
    const may = [];
    for (const { id, kind, expand } of begun) {
      const body = { kind, ...(kind === 'messages' && { filter }), ...(expand && { expand }) };
      const statuses = [
        (await call('POST /v1/exports', { body })).status,
        (await call(`GET /v1/exports/${id}`)).status,
      ];
      may.push(statuses.map((status) => status < 300));
      if (statuses[1] !== 200) expect(statuses).toEqual([403, 403]);
    }
    const { body } = await call('GET /v1/exports?limit=100');
    const known = new Set(idsOf(body.data));
    expect(begun.map(({ id }) => known.has(id))).toEqual(may.map(([, read]) => read));
    return may.map(([begin]) => begin);
  };
  expect(await seen('campaigns:read')).toEqual([true, false, false, false]);
  expect(await seen('customers:read')).toEqual([false, false, true, false]);
  expect(await seen('campaigns:read', 'customers:read')).toEqual([true, true, true, false]);
  expect(await seen('audit:read')).toEqual([false, false, false, true]);
  expect(await seen('analytics:view')).toEqual([false, false, false, false]);
});

test('so many exports run at a time as the quota allows; one that was cancelled makes room', async () => {
  const tenant = await newTenant(herald);
  const table = tableOf(herald);
  const waiting: string[] = [];
  for (let number = 0; number < 5; number += 1) {
    const job_id = await addWaitingJob(tenant);
    waiting.push(job_id);
    await table.put({ pk: `TENANT#${tenant.id}#EXPORTS`, sk: `RUNNING#${job_id}`, export_id: job_id, job_id });
  }
  const ask = () => tenant.call('POST /v1/exports', { body: { kind: 'customers' } });
  expectProblem(await ask(), { status: 409, code: 'quota.running_exports' });
  const cancelled = await tenant.call(`POST /v1/jobs/${waiting[0]}/cancel`);
  expect(cancelled).toMatchObject({
    status: 202,
    body: { cancel_requested_at: expect.any(String), cancellable: true },
  });
  expect((await ask()).status).toBe(409);
  await table.update({ pk: `TENANT#${tenant.id}#JOB#${waiting[0]}`, sk: 'JOB' }, { set: { status: 'cancelled' } });
  expect((await tenant.call(`POST /v1/jobs/${waiting[0]}/cancel`)).status).toBe(202);
  expect((await ask()).status).toBe(202);
});

test('a job that must not be left half done, or has ended, is not cancelled', async () => {
  const tenant = await newTenant(herald);
  const erasure = await addWaitingJob(tenant, false);
  expectProblem(await tenant.call(`POST /v1/jobs/${erasure}/cancel`), { status: 409, code: 'job.not_cancellable' });
  const { job_id } = await exported(tenant, { kind: 'customers' });
  expectProblem(await tenant.call(`POST /v1/jobs/${job_id}/cancel`), { status: 409, code: 'job.ended' });
  expectProblem(await tenant.call('POST /v1/jobs/job_none/cancel'), { status: 404, code: 'job.not_found' });
  const { body: key } = await tenant.call('POST /v1/api-keys', { body: { name: 'one', scopes: ['audit:read'] } });
  const waiting = await addWaitingJob(tenant);
  expect((await caller(herald.url, key.key)(`POST /v1/jobs/${waiting}/cancel`)).status).toBe(403);
});

test('an export whose file was removed says so, and has no link', async () => {
  const tenant = await newTenant(herald);
  const { id } = await exported(tenant, { kind: 'customers' });
  const key = { pk: `TENANT#${tenant.id}#EXPORTS`, sk: `EXPORT#${id}` };
  const week = new Date(Date.now() - 7 * 86_400_000).toISOString();
  await tableOf(herald).update(key, { set: { created_at: week } });
  expect((await tenant.call(`GET /v1/exports/${id}`)).body).toMatchObject({ status: 'expired', url: null });
  expect(fileExport.parse(await tableOf(herald).get(key)).ended_at).toBeTruthy();
});
