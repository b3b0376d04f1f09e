import { expect, inject, test } from 'vitest';

import { checkPostPolicy } from '../../local/aws/s3/post-policy.ts';
import type { Json } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { removeUpload, stoppedImport } from '../support/stopped-import.ts';
import { rowsOf, withoutAudit } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';
import { uploadFile } from '../support/upload.ts';

const herald = inject('herald');
const [ANA = '', BEN = '', EVE = '', LEO = ''] = numbers(4);

function upload({ call }: TestTenant, body: string) {
  return call('POST /v1/customers/import', { body, type: 'text/csv; charset=utf-8' });
}

test('good rows go in and bad rows are told by line', async () => {
  const tenant = await newTenant(herald);
  const { status, body } = await upload(
    tenant,
    [
      '\ufeffphone_number,name,tags,consent,city', // 1
      `${ANA},"Ana, the ""first""",vip; new ;,opted_in,Lyon`,
      'not a number,Ben,,opted_in,Lille', // 3
      `${BEN},"Ben`, // 4: the quote is never closed
      `${EVE},Eve,,maybe,`, // 5
      '', // blank lines are passed over
      `${EVE},Eve`, // 7: too short
      `${LEO},"Leo`,
      'on two lines",,,', // 8 and 9
      `${LEO},,,opted_out,Nantes`, // 10: of two rows the later one is the later
    ].join('\r\n'),
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ imported: 2, updated: 1, rejected: 4 });
  expect(body.errors).toEqual([
    { line: 3, column: 'phone_number', message: expect.any(String) },
    { line: 4, column: null, message: expect.stringContaining('quote') },
    { line: 5, column: 'consent', message: expect.any(String) },
    { line: 7, column: null, message: expect.stringContaining('2 values') },
  ]);

  const { body: list } = await tenant.call('GET /v1/customers');
  const byNumber = new Map(list.data.map((one: { phone_number: string }) => [one.phone_number, one]));
  expect([...byNumber.keys()].toSorted()).toEqual([ANA, LEO].toSorted());
  expect(byNumber.get(ANA)).toMatchObject({
    name: 'Ana, the "first"',
    tags: ['vip', 'new'],
    attributes: { city: 'Lyon' },
    consent: { status: 'opted_in', source: 'import' },
  });
  expect(byNumber.get(LEO)).toMatchObject({
    name: 'Leo\r\non two lines',
    attributes: { city: 'Nantes' },
    consent: { status: 'opted_out' },
  });
});

test('a file imported again changes nothing, and an empty cell says nothing', async () => {
  const tenant = await newTenant(herald);
  const csv = `phone_number,name,city\n${ANA},Ana,Lyon\n${BEN},Ben,Lille\n`;
  expect((await upload(tenant, csv)).body).toEqual({
    ...{ imported: 2, updated: 0, kept_opted_out: 0, rejected: 0, errors: [] },
  });
  const rows = withoutAudit(await rowsOf(herald, tenant.id));
  expect((await upload(tenant, csv)).body).toMatchObject({ imported: 0, updated: 2 });
  expect(withoutAudit(await rowsOf(herald, tenant.id))).toEqual(rows);

  await upload(tenant, `phone_number,name,street\n${ANA},,Main Street\n`);
  const { body } = await tenant.call(`GET /v1/customers?phone_number=${encodeURIComponent(ANA)}`);
  expect(body.data).toMatchObject([{ name: 'Ana', attributes: { city: 'Lyon', street: 'Main Street' } }]);
});

test.for<[string, string, (readonly [string, string])[]]>([
  ['without a number column', 'name,city\nAna,Lyon', [['phone_number', 'missing_column']]],
  ['without a header', `${ANA},Ana`, [['phone_number', 'missing_column']]],
  ['with nothing in it', '', [['phone_number', 'missing_column']]],
])('a file %s is refused as a whole', async ([, csv, faults]) => {
  const tenant = await newTenant(herald);
  expectFaults(await upload(tenant, csv), faults);
  expect((await tenant.call('GET /v1/customers')).body.data).toEqual([]);
});

test('a shop’s export goes in with a mapping, a default country and tags that are added', async () => {
  const tenant = await newTenant(herald);
  await upload(tenant, `phone_number,tags\n${ANA},vip`);
  const query = new URLSearchParams({
    ...{ mapping: JSON.stringify({ Kunde: 'name', Notiz: null }), default_country: 'FR', tags: 'add' },
  });
  const national = `0${ANA.slice(3)}`;
  const file = `sep=;\nKunde;Phone;Tags;Notiz;Größe;;\n"Ana; A";${national};"Lead, new";x;M;;\nBo;'${BEN}.0;;;L;;`;
  const { body } = await tenant.call(`POST /v1/customers/import?${query.toString()}`, { body: file, type: 'text/csv' });
  expect(body).toEqual({ imported: 1, updated: 1, kept_opted_out: 0, rejected: 0, errors: [] });
  const { body: list } = await tenant.call(`GET /v1/customers?phone_number=${encodeURIComponent(ANA)}`);
  expect(list.data).toMatchObject([{ name: 'Ana; A', tags: ['vip', 'Lead', 'new'], attributes: { Größe: 'M' } }]);

  expectFaults(await tenant.call('POST /v1/customers/import?default_country=UK', { body: file, type: 'text/csv' }), [
    ['default_country', 'country'],
  ]);
  await tenant.call('PATCH /v1/tenant', { body: { default_country: 'FR' } });
  expect((await upload(tenant, `phone_number\n${national}`)).body).toMatchObject({ updated: 1, rejected: 0 });
});

test.for(['constructor', '__proto__', 'prototype', 'a\u0007'])(
  'a column cannot be mapped to the attribute %j, which nobody could keep',
  async (name) => {
    const tenant = await newTenant(herald);
    const mapping = { Size: `attributes.${name}` };
    const query = new URLSearchParams({ mapping: JSON.stringify(mapping) });
    const body = `phone_number,Size\n${ANA},M`;
    const answers = [
      await tenant.call(`POST /v1/customers/import?${query.toString()}`, { body, type: 'text/csv' }),
      await tenant.call('POST /v1/imports', { body: { mapping } }),
    ];
    for (const answer of answers)
      expect(answer.body).toMatchObject({
        status: 400,
        errors: [{ path: 'mapping.Size', message: expect.any(String) }],
      });
    expect((await tenant.call('GET /v1/customers')).body.data).toEqual([]);
  },
);

test('a file of more rows than one call takes is answered with how many it has and where to send it', async () => {
  const tenant = await newTenant(herald);
  const answer = await upload(tenant, `phone_number\n${`${ANA}\n`.repeat(5_001)}`);
  expectProblem(answer, { status: 413, code: 'import.too_many_rows' });
  expect(answer.body.detail).toMatch(/5001 rows.*5000 rows and 2 MB.*\/v1\/imports/);
  expect((await upload(tenant, `phone_number\n${`${ANA}\n`.repeat(5_000)}`)).body).toMatchObject({
    ...{ imported: 1, updated: 4_999 },
  });
});

test('many bad rows are all counted, and the first 1,000 told', async () => {
  const tenant = await newTenant(herald);
  const { body } = await upload(tenant, ['phone_number', ...Array<string>(1_500).fill('x'), ANA].join('\n'));
  expect(body).toMatchObject({ imported: 1, rejected: 1_500 });
  expect(body.errors).toHaveLength(1_000);
  expect(body.errors[999].line).toBe(1_001);
});

async function prepare({ call }: TestTenant, file: string | Uint8Array, body: object = {}): Promise<string> {
  const { body: prepared } = await call('POST /v1/imports', { body });
  expect(await uploadFile(prepared.upload, file)).toBe(204);
  return prepared.id;
}

test('an uploaded file is imported by a job, and what was wrong with it is in a file', async () => {
  const tenant = await newTenant(herald);
  const rows = [`${ANA},Ana`, 'no number,Ben', `${EVE},Eve`];
  const id = await prepare(tenant, ['Handy,name', ...rows, ''].join('\n'), { mapping: { Handy: 'phone_number' } });
  const { call } = tenant;
  expect((await call(`GET /v1/imports/${id}`)).body).toMatchObject({ status: 'awaiting_upload', errors_url: null });
  const started = await call(`POST /v1/imports/${id}/start`);
  expect(started).toMatchObject({ status: 202, body: { job_id: expect.stringMatching(/^job_/) } });
  expect((await call(`POST /v1/imports/${id}/start`)).body).toEqual(started.body);
  const done = await eventually(async () => {
    const { body } = await call(`GET /v1/imports/${id}`);
    expect(body.status).toBe('succeeded');
    return body;
  });
  expect(done).toMatchObject({
    ...{ kind: 'customers', job_id: started.body.job_id, ended_at: expect.any(String) },
    progress: { rows: 3, imported: 2, updated: 0, rejected: 1, opted_in: 0 },
    eta: null,
    errors: [{ line: 3, column: 'Handy', message: expect.any(String) }],
  });
  const errors = await fetch(done.errors_url);
  expect(errors.headers.get('content-disposition')).toBe(`attachment; filename="${id}-errors.csv"`);
  expect((await errors.text()).split('\r\n')).toEqual(['line,column,message', expect.stringMatching(/^3,Handy,/), '']);
  const { body: list } = await call('GET /v1/customers');
  expect(list.data.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ana', 'Eve']);
});

test('an import is started beside another that runs, and both end', async () => {
  const tenant = await newTenant(herald);
  const rows = numbers(500);
  const [one, two] = [
    await prepare(tenant, ['phone_number', ...rows].join('\n')),
    await prepare(tenant, `phone_number\n${ANA}`),
  ];
  for (const id of [one, two]) expect((await tenant.call(`POST /v1/imports/${id}/start`)).status).toBe(202);
  for (const id of [one, two])
    await eventually(async () => expect((await tenant.call(`GET /v1/imports/${id}`)).body.status).toBe('succeeded'));
});

test('a file is refused before its import when it is not there, or is no CSV file', async () => {
  const tenant = await newTenant(herald);
  const { body: prepared } = await tenant.call('POST /v1/imports', { body: {} });
  expectProblem(await tenant.call(`POST /v1/imports/${prepared.id}/start`), {
    status: 409,
    code: 'import.not_uploaded',
  });
  expectProblem(await tenant.call('POST /v1/imports/imp_nobody/start'), { status: 404, code: 'import.not_found' });
  const png = await prepare(tenant, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const refused = await tenant.call(`POST /v1/imports/${png}/start`);
  expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual(['missing_column', 'encoding']);
});

test('an import that failed goes on from where it stopped, and counts each row once', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  const people = numbers(1_200);
  const rows = people.map((number, n) => (n % 100 === 99 ? `none,Ana ${n},opted_in` : `${number},Ana ${n},opted_in`));
  const file = ['phone_number,name,consent', ...rows].join('\n');
  const { id, job_id } = await stoppedImport(tenant, file, { written: 1_100 });
  const stopped = (await call(`GET /v1/imports/${id}`)).body;
  expect(stopped).toMatchObject({
    ...{ status: 'failed', job_id, resumable: true, eta: null, errors: [], ended_at: expect.any(String) },
    progress: { rows: 1_000, imported: 990, rejected: 10 },
  });
  // A hundred and ten people of the next step are there already.
  expect((await call('GET /v1/customers?count=true')).body.count).toMatchObject({ value: 1_100 });

  const resume = () => call(`POST /v1/imports/${id}/resume`);
  const resumed = await resume();
  expect(resumed).toMatchObject({ status: 202, body: { job_id } });
  const done = await eventually(async () => {
    const { body } = await call(`GET /v1/imports/${id}`);
    expect(body.status).toBe('succeeded');
    return body;
  });
  const other = await newTenant(herald);
  const never = await run(other, await prepare(other, file));
  const { imported, updated, ...counts } = done.progress;
  const { imported: all, updated: none, ...expected } = never.progress;
  expect([counts, imported + updated]).toEqual([expected, all + none]);
  expect([counts.rows, counts.rejected, all]).toEqual([1_200, 12, 1_188]);
  expect(done).toMatchObject({ resumable: false, errors: never.errors, created_at: stopped.created_at });
  expect((await call('GET /v1/customers?count=true')).body.count).toMatchObject({ value: 1_188 });
  expectProblem(await resume(), { status: 409, code: 'import.ended' });

  const { body: audit } = await call('GET /v1/audit?limit=100');
  expect(audit.data.filter(({ action }: Json) => action === 'import.resume')).toMatchObject([
    { resource: { type: 'import', id }, job_id, outcome: 'done' },
  ]);
});

test('an import whose file is gone, or that has not stopped, does not go on', async () => {
  const tenant = await newTenant(herald);
  const prepared = (await tenant.call('POST /v1/imports', { body: {} })).body.id;
  const resume = (id: string, { call } = tenant) => call(`POST /v1/imports/${id}/resume`);
  expectProblem(await resume(prepared), { status: 409, code: 'import.not_started' });
  expectProblem(await resume('imp_nobody'), { status: 404, code: 'import.not_found' });

  const file = `phone_number\n${ANA}\n`;
  const { id } = await stoppedImport(tenant, file, { written: 0 });
  expectProblem(await resume(id, await newTenant(herald)), { status: 404, code: 'import.not_found' });
  const job = `/v1/jobs/${(await tenant.call(`GET /v1/imports/${id}`)).body.job_id}`;
  expectProblem(await tenant.call(`POST ${job}/cancel`), { status: 409, code: 'job.ended' });
  await removeUpload(tenant, id);
  expect((await tenant.call(`GET /v1/imports/${id}`)).body).toMatchObject({ status: 'failed', resumable: false });
  const gone = await resume(id);
  expectProblem(gone, { status: 409, code: 'import.file_gone' });
  expect(gone.body.detail).toContain('Import it again');
});

/** What an import may write: customers, their numbers and their consents. */
function customerRows(rows: readonly Json[]): readonly Json[] {
  return rows.filter(({ pk, sk }) => /CUSTOMER|PHONE|CONSENT/.test(`${pk} ${sk}`));
}

/** Starts an import and waits for its end. */
async function run({ call }: TestTenant, id: string): Promise<Json> {
  expect((await call(`POST /v1/imports/${id}/start`)).status).toBe(202);
  return eventually(async () => {
    const { body } = await call(`GET /v1/imports/${id}`);
    expect(body.status).toBe('succeeded');
    return body;
  });
}

test('a dry run finds what an import would, and writes no customer', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, [BEN]);
  const file = ['phone_number,name', `${ANA},Ana`, 'no number,Eve', `${BEN},Ben`, `${ANA},Ana A`].join('\n');
  const before = customerRows(await rowsOf(herald, tenant.id));
  const dry = await run(tenant, await prepare(tenant, file, { dry_run: true }));
  expect(dry).toMatchObject({
    ...{ dry_run: true, progress: { rows: 4, imported: 1, updated: 2, rejected: 1 } },
    errors: [{ line: 3, column: 'phone_number', message: expect.any(String) }],
  });
  expect(customerRows(await rowsOf(herald, tenant.id))).toEqual(before);

  const real = await run(tenant, await prepare(tenant, file));
  expect(real.progress).toEqual(dry.progress);
  expect(real.errors).toEqual(dry.errors);
  expect((await tenant.call('GET /v1/customers')).body.data).toHaveLength(2);
});

test('a file of Excel for Windows is imported in its encoding, and one of Unicode by its mark', async () => {
  const tenant = await newTenant(herald);
  const windows = Buffer.from(`phone_number;name\n${ANA};Zo\u00eb, \u0080\n`, 'latin1');
  const given = { encoding: 'windows-1252', separator: 'semicolon' };
  expect(await run(tenant, await prepare(tenant, windows, given))).toMatchObject({
    ...given,
    progress: { imported: 1 },
  });
  const unicode = Buffer.from(`\ufeffphone_number\tname\n${BEN}\tZo\u00eb, \u20ac\n`, 'utf16le');
  expect(await run(tenant, await prepare(tenant, unicode))).toMatchObject({
    encoding: null,
    progress: { imported: 1 },
  });
  const { body } = await tenant.call('GET /v1/customers');
  expect(body.data.map(({ name }: Json) => name)).toEqual(['Zo\u00eb, \u20ac', 'Zo\u00eb, \u20ac']);

  const undeclared = await prepare(tenant, windows);
  const refused = await tenant.call(`POST /v1/imports/${undeclared}/start`);
  expectFaults(refused, [['', 'encoding']]);
});

const FORM = { answer: 'all', source: 'checkout form', at: '2026-05-01T00:00:00.000Z' };

/** What becomes of a status by number. */
async function statuses({ call }: TestTenant): Promise<Json> {
  const { body } = await call('GET /v1/customers');
  return Object.fromEntries(body.data.map((one: Json) => [one.phone_number, one.consent.status]));
}

test('consent is said of a whole file, applied to each row, and undoes no opt-out', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, [EVE], { consent: { status: 'opted_out', source: 'call centre' } });
  const file = ['phone_number,OK', `${ANA},Yes`, `${BEN},no`, `${EVE},yes`].join('\n');
  const column = { answer: 'column', column: 'ok', yes: ['yes', 'ja'], source: 'fair' };
  const before = customerRows(await rowsOf(herald, tenant.id));
  const dry = await run(tenant, await prepare(tenant, file, { consent: column, dry_run: true }));
  expect(dry).toMatchObject({ consent: column, progress: { imported: 2, updated: 1, kept_opted_out: 1, opted_in: 1 } });
  expect(customerRows(await rowsOf(herald, tenant.id))).toEqual(before);

  const real = await run(tenant, await prepare(tenant, file, { consent: column }));
  expect(real.progress).toEqual(dry.progress);
  expect(await statuses(tenant)).toEqual({ [ANA]: 'opted_in', [BEN]: 'unknown', [EVE]: 'opted_out' });

  const later = await run(tenant, await prepare(tenant, file, { consent: FORM }));
  expect(later.progress).toMatchObject({ updated: 3, kept_opted_out: 1, opted_in: 2 });
  expect(await statuses(tenant)).toEqual({ [ANA]: 'opted_in', [BEN]: 'opted_in', [EVE]: 'opted_out' });

  await run(tenant, await prepare(tenant, `phone_number,consent\n${LEO},opted_in\n`, { consent: { answer: 'none' } }));
  expect(await statuses(tenant)).toMatchObject({ [LEO]: 'unknown' });
});

test('an answer about consent is refused with all its faults, and a column that is missing before anybody is written', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  expectFaults(await call('POST /v1/imports', { body: { consent: { answer: 'all', at: 'in May' } } }), [
    ['consent.at', 'invalid_format'],
    ['consent.source', 'invalid_type'],
  ]);
  expectFaults(await call('POST /v1/imports', { body: { kind: 'suppressions', consent: FORM } }), [
    ['consent', 'conflict'],
  ]);
  const consent = { answer: 'column', column: 'Accepts', yes: ['yes'] };
  const id = await prepare(tenant, `phone_number\n${ANA}\n`, { consent });
  expectFaults(await call(`POST /v1/imports/${id}/start`), [['consent.column', 'missing_column']]);
  expect(await statuses(tenant)).toEqual({});
});

test('the same is said of a file that is the request itself', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, [EVE], { consent: { status: 'opted_out', source: 'call centre' } });
  const send = (consent: unknown, file: string) =>
    tenant.call(`POST /v1/customers/import?${new URLSearchParams({ consent: JSON.stringify(consent) }).toString()}`, {
      ...{ body: file, type: 'text/csv' },
    });
  const column = { answer: 'column', column: 'OK', yes: ['yes'], source: 'fair' };
  const file = ['phone_number,OK', `${ANA},Yes`, `${BEN},no`, `${EVE},yes`].join('\n');
  expect((await send(column, file)).body).toMatchObject({ imported: 2, updated: 1, kept_opted_out: 1, errors: [] });
  expect(await statuses(tenant)).toEqual({ [ANA]: 'opted_in', [BEN]: 'unknown', [EVE]: 'opted_out' });
  expect((await send(FORM, file)).body).toMatchObject({ updated: 3, kept_opted_out: 1 });
  expect(await statuses(tenant)).toEqual({ [ANA]: 'opted_in', [BEN]: 'opted_in', [EVE]: 'opted_out' });

  await send({ answer: 'none' }, `phone_number,consent\n${LEO},opted_in\n`);
  expect(await statuses(tenant)).toMatchObject({ [LEO]: 'unknown' });
  expectFaults(await send({ answer: 'all', at: 'in May' }, file), [
    ['consent.at', 'invalid_format'],
    ['consent.source', 'invalid_type'],
  ]);
  expectFaults(await send({ ...column, column: 'Accepts' }, file), [['consent.column', 'missing_column']]);
});

test('the same file through two imports changes nothing the second time', async () => {
  const tenant = await newTenant(herald);
  const file = ['phone_number,name,tags,city', `${ANA},Ana,vip,Lyon`, `${BEN},Ben,,Lille`, `${ANA},,new,`].join('\n');
  const given = { consent: FORM, tags: 'add' };
  const first = await run(tenant, await prepare(tenant, file, given));
  expect(first.progress).toMatchObject({ imported: 2, updated: 1, rejected: 0 });
  const rows = customerRows(await rowsOf(herald, tenant.id));
  expect(rows.length).toBeGreaterThan(3);
  const second = await run(tenant, await prepare(tenant, file, given));
  expect(second.progress).toMatchObject({ imported: 0, updated: 3, rejected: 0 });
  expect(customerRows(await rowsOf(herald, tenant.id))).toEqual(rows);
});

test('a form takes a file of up to 256 MB, and none of 5 GB', async () => {
  const { call } = await newTenant(herald);
  const { body } = await call('POST /v1/imports', { body: {} });
  const most = 256 * 1024 * 1024;
  expect(body.maximum_bytes).toBe(most);
  const { url, fields } = body.upload;
  const [, bucket = ''] = new URL(url).pathname.split('/');
  const { secretAccessKey } = herald.installation.access.credentials;
  // The rule of the form's own policy, without the bytes.
  const upload = (size: number) =>
    checkPostPolicy(
      new Map([
        ['bucket', bucket],
        ...Object.entries<string>(fields).map(([name, value]) => [name.toLowerCase(), value] as const),
      ]),
      size,
      secretAccessKey,
      Date.now(),
    );
  expect(() => upload(most)).not.toThrow();
  for (const size of [most + 1, 5 * 1024 ** 3])
    expect(() => upload(size)).toThrow(expect.objectContaining({ code: 'EntityTooLarge' }));
  expect(() => upload(0)).toThrow(expect.objectContaining({ code: 'EntityTooSmall' }));
});

test('an import’s form takes no file for another tenant’s import, and a stranger can neither start nor read it', async () => {
  const [tenant, other] = [await newTenant(herald), await newTenant(herald)];
  const [mine, theirs] = await Promise.all(
    [tenant, other].map(async ({ call }) => (await call('POST /v1/imports', { body: {} })).body),
  );
  const file = `phone_number\n${ANA}\n`;
  const { url, fields } = mine.upload;
  expect(fields.key).toContain(tenant.id);
  expect(await uploadFile({ url, fields: { ...fields, key: theirs.upload.fields.key } }, file)).toBe(403);
  expectProblem(await other.call(`POST /v1/imports/${theirs.id}/start`), { status: 409, code: 'import.not_uploaded' });

  expect(await uploadFile(mine.upload, file)).toBe(204);
  const absent = { status: 404, code: 'import.not_found' };
  expectProblem(await other.call(`POST /v1/imports/${mine.id}/start`), absent);
  expectProblem(await other.call(`GET /v1/imports/${mine.id}`), absent);
  expect((await tenant.call(`GET /v1/imports/${mine.id}`)).body.status).toBe('awaiting_upload');
});
