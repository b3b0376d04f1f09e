import fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalNumber } from '../../../shared/customer/canonical-number.ts';
import { customer, type Customer } from '../../../shared/customer/customer.ts';
import { importFile, type ImportFilePorts } from '../../../shared/customer/import-file.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { importFiles, importGiven, type FileImport } from '../../../shared/customer/import.ts';
import { plan } from '../../../shared/customer/plan-writes.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Position } from '../../../shared/platform/page.ts';
import { memoryFiles } from '../../support/memory-files.ts';

const now = Date.parse('2026-06-01T12:00:00.000Z');

/** Customers by number, in memory, by the rules of the real ones. */
function memory() {
  const byNumber = new Map<string, Customer>();
  const customers: ImportFilePorts['customers'] = {
    async byPhones(_, numbers) {
      return new Map(numbers.flatMap((number) => [[number, byNumber.get(number)] as const]).filter(known));
    },
    async upsertAll(drafts, known) {
      return drafts.map((draft) => {
        const number = canonicalNumber(draft.customer.phone_number ?? '');
        const done = plan(known.get(number), draft);
        byNumber.set(number, customer.parse(done.customer));
        return done;
      });
    },
  };
  return { byNumber, customers };
}

function known(entry: readonly [string, Customer | undefined]): entry is readonly [string, Customer] {
  return entry[1] !== undefined;
}

/** An import of a text, and a way to carry it on, each step as often as it is said. */
async function importing(text: string | Uint8Array, given: Partial<FileImport> = {}) {
  const files = memoryFiles();
  const about = {
    id: ids.next('imp'),
    tenant_id: ids.next('ten'),
    created_by: 'test',
    created_at: new Date(now).toISOString(),
  };
  let found: FileImport = { ...importGiven.parse({}), ...about, errors: [], errors_kept: 0, ...given };
  const { upload, errors } = importFiles(found);
  const { etag, size } = files.add(upload, text);
  found = { ...found, job_id: ids.next('job'), etag, size };
  const { byNumber, customers } = memory();
  const kind = importFile({
    customers,
    files,
    ids,
    imports: {
      get: async () => found,
      conclude: async (_tenant, _id, more) => void (found = { ...found, ...more }),
    },
  });
  const job = { tenant_id: found.tenant_id, input: { import_id: found.id } };
  const progress: Record<string, number> = {};
  /** @returns how many steps it took */
  async function run(repeats: (step: number) => number = () => 1, from?: Position): Promise<number> {
    let position = from;
    for (let steps = 0; steps < 1_000; steps += 1) {
      // A position is stored between two steps.
      const stored = position && (JSON.parse(JSON.stringify(position)) as Position);
      const results = [];
      for (let time = 0; time < repeats(steps); time += 1)
        results.push(await kind.step({ ...job, position: stored }, now));
      const last = results.at(-1)!;
      expect(results.map(({ next }) => next)).toEqual(results.map(() => last.next));
      for (const [name, by] of Object.entries(last.done ?? {})) progress[name] = (progress[name] ?? 0) + by;
      if (last.next === undefined) return steps + 1;
      position = last.next;
    }
    throw new Error('The import did not end.');
  }
  return {
    ...{ byNumber, files, progress, run, upload },
    found: () => found,
    errorsFile: () => files.text(errors),
  };
}

const numberOf = (n: number) => `+4915112${String(n).padStart(6, '0')}`;

test('a long file is imported in steps, each row once, and its errors name the lines of the file', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) =>
    n % 1_000 === 999 ? 'no number,Bo' : `${numberOf(n)},"Ana ""${n}""\nof two lines"`,
  );
  const text = ['\ufeffphone_number,name', ...rows, ''].join('\n');
  const { byNumber, errorsFile, files, found, progress, run, upload } = await importing(text);
  expect(await run()).toBeGreaterThan(4);
  const bytes = found().size;
  expect(progress).toEqual({
    bytes,
    rows: 5_000,
    imported: 4_995,
    updated: 0,
    rejected: 5,
    kept_opted_out: 0,
    opted_in: 0,
  });
  expect(byNumber.get(numberOf(3_456))).toMatchObject({ name: 'Ana "3456"\nof two lines' });
  const lines = text.split('\n').flatMap((line, index) => (line.startsWith('no number') ? [index + 1] : []));
  expect(found().errors.map(({ line, column }) => [line, column])).toEqual(lines.map((line) => [line, 'phone_number']));
  expect(errorsFile().split('\r\n').slice(0, 2)).toEqual(['line,column,message', expect.stringMatching(/^2000,/)]);
  expect(files.has(upload)).toBe(false);
});

test('each row of people who are opted in after it is counted, and of an import that an earlier version began none', async () => {
  const rows = Array.from({ length: 2_000 }, (_, n) => `${numberOf(n % 1_500)},${n % 2 ? 'opted_in' : ''}`);
  const text = ['phone_number,consent', ...rows, `${numberOf(1)},opted_out`, 'none,opted_in'].join('\n');
  const { progress, run } = await importing(text);
  await run();
  expect(progress).toMatchObject({ imported: 1_500, updated: 501, rejected: 1, opted_in: 1_000 });

  const old = await importing(text);
  const header = 'phone_number,consent\n'.length;
  await old.run(undefined, { header, offset: header + `${rows[0]}\n`.length, line: 3 });
  expect(old.progress).toMatchObject({ rows: 2_001 });
  expect(old.progress).not.toHaveProperty('opted_in');
});

test('a worker that dies after any of its steps changes nothing but who counts as updated', async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => (n % 7 ? `${numberOf(n)},Ana ${n}` : `${n},Bo`));
  const text = ['phone_number,name', ...rows].join('\r\n');
  const calm = await importing(text);
  await calm.run();
  const troubled = await importing(text);
  await troubled.run((step) => 1 + (step % 3));
  expect([...troubled.byNumber.keys()]).toEqual([...calm.byNumber.keys()]);
  expect(troubled.found().errors).toEqual(calm.found().errors);
  expect(troubled.errorsFile()).toBe(calm.errorsFile());
  expect(troubled.progress['rows']).toBe(3_000);
});

test('a dry run says what an import would do, over all of its steps and however often each is repeated, and writes nobody', async () => {
  // Half of the people stand there twice, more rows apart than a step has.
  const rows = [...Array(2_000).keys(), ...Array(1_000).keys()].map((n) => `${n % 7 ? numberOf(n) : 'none'},Ana ${n}`);
  const text = ['phone_number,name', ...rows].join('\n');
  const real = await importing(text);
  await real.run();
  const dry = await importing(text, { dry_run: true });
  await dry.run((step) => 1 + (step % 2));
  expect(dry.progress).toEqual(real.progress);
  expect(dry.progress).toMatchObject({ rows: 3_000, imported: 1_714, updated: 857, rejected: 429 });
  expect(dry.errorsFile()).toBe(real.errorsFile());
  expect(dry.byNumber.size).toBe(0);
  expect(dry.files.keys()).toEqual(
    real.files
      .keys()
      .map((key) =>
        key.replace(real.found().id, dry.found().id).replace(real.found().tenant_id, dry.found().tenant_id),
      ),
  );
});

const LATIN1 = (text: string) => Buffer.from(text, 'latin1');
const BIG_ENDIAN = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.for<[string, FileImport['decoding'], (text: string) => Buffer]>([
  ['UTF-8', 'utf-8', (text) => Buffer.from(text)],
  ['Windows-1252', 'windows-1252', LATIN1],
  ['UTF-16', 'utf-16le', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 of the other order', 'utf-16be', (text) => BIG_ENDIAN(`\ufeff${text}`)],
])('a long file in %s is read in steps, each character of it', async ([, decoding, encode]) => {
  const rows = Array.from({ length: 3_000 }, (_, n) => `${numberOf(n)};Zo\u00eb, ${n}`);
  const { byNumber, found, progress, run } = await importing(encode(['phone_number;name', ...rows].join('\r\n')), {
    decoding,
  });
  expect(await run()).toBeGreaterThan(3);
  expect([progress['imported'], progress['rejected'], found().errors]).toEqual([3_000, 0, []]);
  expect(byNumber.get(numberOf(2_999))).toMatchObject({ name: 'Zo\u00eb, 2999' });
});

test('a separator that is told counts, whatever the first line has most of', async () => {
  const text = ['phone_number;first,second,third,name', `${numberOf(1)};Ana`].join('\n');
  const { byNumber, run } = await importing(text, { separator: 'semicolon' });
  await run();
  expect(byNumber.get(numberOf(1))?.attributes).toEqual({ 'first,second,third,name': 'Ana' });
});

test('a file in steps is read as the same file at once', async () => {
  const cell = fc.constantFrom('Ana', '"Ana ""A"""', '"two\nlines"', 'Zoë 🎈', '"broken', '', ' x ', '日本語');
  const row = fc.oneof(
    fc.tuple(fc.nat({ max: 99 }), cell).map(([n, name]) => `${numberOf(n)},${name}`),
    cell.map((name) => `no number,${name}`),
    fc.constantFrom('', numberOf(1), `${numberOf(2)},a,b`),
  );
  const file = fc.tuple(fc.array(row, { minLength: 1, maxLength: 60 }), fc.integer({ min: 20, max: 60 }));
  await fc.assert(
    fc.asyncProperty(file, fc.constantFrom('\n', '\r\n'), async ([some, times], lineBreak) => {
      const rows = Array.from({ length: times }, () => some).flat();
      const text = ['phone_number,name', ...rows].join(lineBreak);
      const whole = memory();
      const options = { tags: 'replace' } as const;
      const about = { tenant_id: ids.next('ten'), now: new Date(now).toISOString(), options };
      const expected = await importCustomerFile(text, about, { customers: whole.customers, ids });
      const { byNumber, found, progress, run } = await importing(text);
      await run();
      expect(progress).toMatchObject({ rejected: expected.rejected });
      expect(found().errors).toEqual(expected.errors.slice(0, 100));
      expect([...byNumber].map(([number, { name }]) => [number, name]).toSorted()).toEqual(
        [...whole.byNumber].map(([number, { name }]) => [number, name]).toSorted(),
      );
    }),
    { numRuns: 30 },
  );
});

/** Rows before and behind one that is long, and longer than what is read at once: it begins anywhere in that. */
const around = (long: string, rows: number) =>
  [
    'phone_number,name,note,city',
    ...Array.from({ length: rows }, (_, n) => `${numberOf(n)},Ana,${'n'.repeat(400)},Porto`),
    long,
    `${numberOf(9_999)},Bo,,Faro`,
  ].join('\r\n');

test.each([
  ['of one long value', (n: number) => 'x'.repeat(n)],
  ['of quotes, commas and emoji', (n: number) => `"${'🎈,"" '.repeat(n / 6)}"`],
])('a row %s is whole wherever it stands in the file, and only its long value is left out', async (_, valueOf) => {
  for (const rows of [0, 500, 999, 1_100]) {
    const { byNumber, found, progress, run } = await importing(
      around(`${numberOf(9_998)},Zoë,${valueOf(200_000)},Lagos`, rows),
    );
    await run();
    expect({ size: byNumber.size, ...progress }).toMatchObject({ size: rows + 2, rows: rows + 2, rejected: 0 });
    expect(byNumber.get(numberOf(9_998))).toMatchObject({ name: 'Zoë', attributes: { city: 'Lagos' } });
    expect(found().errors).toEqual([
      { line: rows + 2, column: 'note', message: expect.stringContaining('characters, and an attribute at most 500') },
    ]);
  }
});

test('an export’s row with the most and longest attributes is whole', async () => {
  const attributes = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [`${n}`.padEnd(64, '"'), '"'.repeat(500)]),
  );
  const cells = ['cus_1', numberOf(1), `"${JSON.stringify(attributes).replaceAll('"', '""')}"`, ''];
  const filler = `cus_2,${numberOf(2)},"{""note"":""${'n'.repeat(500)}""}",`;
  const lines = ['id,phone_number,attributes,consent_at', ...Array<string>(900).fill(filler), cells.join(','), filler];
  const { byNumber, progress, run } = await importing(lines.join('\n'));
  await run();
  expect(progress).toMatchObject({ rows: 902, rejected: 0 });
  expect(byNumber.get(numberOf(1))?.attributes).toEqual(attributes);
});

test('a row that is too long to be read is one rejected row with its reason, and those behind it are imported', async () => {
  for (const [long, rows] of [
    ['é'.repeat(900_000), 0],
    ['x'.repeat(1_200_000), 1_100],
    [`"${'日本'.repeat(400_000)}"`, 3],
  ] as const) {
    const { byNumber, errorsFile, found, progress, run } = await importing(
      around(`${numberOf(9_998)},Zoë,${long},Lagos`, rows),
    );
    await run((step) => 1 + (step % 2));
    expect(progress).toMatchObject({ bytes: found().size, rows: rows + 2, rejected: 1 });
    expect([byNumber.has(numberOf(9_998)), byNumber.has(numberOf(9_999)), byNumber.size]).toEqual([
      false,
      true,
      rows + 1,
    ]);
    const message = 'is longer than a row can be, half a megabyte';
    expect(found().errors).toEqual([{ line: rows + 2, column: null, message }]);
    expect(errorsFile()).toContain(message);
  }
});

test('a row without an end whose bytes are no text ends the import with a word of it', async () => {
  const row = Buffer.from(`phone_number,name\n${numberOf(1)},${'x'.repeat(600_000)}`);
  const { found, run } = await importing(Buffer.concat([row, Buffer.alloc(2_000_000, 0xff)]));
  expect(await run()).toBeLessThan(10);
  expect(found().errors.at(-1)?.message).toContain('is not UTF-8');
});

test('each number of a suppression list is opted out, whatever the row says', async () => {
  const { byNumber, run } = await importing(`phone,consent,name\n${numberOf(1)},opted_in,Ana\n`, {
    kind: 'suppressions',
  });
  await run();
  expect(byNumber.get(numberOf(1))).toMatchObject({
    name: null,
    consent: { status: 'opted_out', source: 'suppression_list' },
  });
});

test('what is not UTF-8 from some line on is told, and what came before it is imported', async () => {
  const rows = Array.from({ length: 1_500 }, (_, n) => `${numberOf(n)},Ana`);
  const latin1 = Buffer.from(['phone_number,name', ...rows, `${numberOf(9_999)},Zo\u00eb\n`].join('\n'), 'latin1');
  const { byNumber, found, run } = await importing(latin1);
  await run();
  expect(byNumber.size).toBe(1_000);
  expect(found().errors).toEqual([expect.objectContaining({ message: expect.stringContaining('UTF-8') })]);
});

test('a file that was replaced after its import started is not imported', async () => {
  const { byNumber, files, found, run, upload } = await importing(`phone_number\n${numberOf(1)}\n`);
  files.add(upload, `phone_number\n${numberOf(2)}\n`);
  await run();
  expect(byNumber.size).toBe(0);
  expect(found().errors).toEqual([expect.objectContaining({ message: expect.stringContaining('replaced') })]);
});
