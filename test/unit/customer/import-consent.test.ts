import { describe, expect, test } from 'vitest';

import { canonicalNumber } from '../../../shared/customer/canonical-number.ts';
import { customer, type Customer } from '../../../shared/customer/customer.ts';
import { importCustomerFile, type ImportOptions } from '../../../shared/customer/import-customers.ts';
import { importGiven } from '../../../shared/customer/import.ts';
import { plan } from '../../../shared/customer/plan-writes.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';

const tenant_id = ids.next('ten');
const [BEFORE, AT, AFTER] = ['2026-04-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z', '2026-05-20T00:00:00.000Z'];
const now = '2026-06-01T12:00:00.000Z';
const [ANA, BEN] = ['+4915112345678', '+4915112345679'];
const ALL = { answer: 'all', source: 'checkout form', at: AT } as const;
const COLUMN = { answer: 'column' as const, column: 'Accepts', yes: ['Yes', '1'] };
const NONE = { answer: 'none' } as const;

/** Customers in memory, by the rules of the real ones; `ledger` counts the entries that were written. */
function world() {
  const byNumber = new Map<string, Customer>();
  let ledger = 0;
  async function run(lines: readonly string[], consent?: ImportOptions['consent']) {
    const customers: Parameters<typeof importCustomerFile>[2]['customers'] = {
      byPhones: async () => new Map(byNumber),
      async upsertAll(drafts, known) {
        return drafts.map((draft) => {
          const number = canonicalNumber(draft.customer.phone_number ?? '');
          const done = plan(known.get(number), draft);
          ledger += done.writes.filter(
            (write) => 'put' in write && String(write.put['sk']).startsWith('CONSENT'),
          ).length;
          byNumber.set(number, customer.parse(done.customer));
          return done;
        });
      },
    };
    const options: ImportOptions = { tags: 'replace', consent: importGiven.parse({ consent }).consent };
    return importCustomerFile(lines.join('\n'), { tenant_id, now, options }, { customers, ids });
  }
  return { byNumber, consentOf: (number: string) => byNumber.get(number)?.consent, run, ledger: () => ledger };
}

describe('consent that was said of a whole file', () => {
  test('is that of each row, with its source and time', async () => {
    const { consentOf, run } = world();
    await run(['phone,name', `${ANA},Ana`], ALL);
    expect(consentOf(ANA)).toMatchObject({ status: 'opted_in', source: 'checkout form', at: AT });
  });

  test('leaves what a row says of source, words and time', async () => {
    const { consentOf, run } = world();
    await run(['phone,consent_source,consent_text,consent_at', `${ANA},shop,I agree,${BEFORE}`, `${BEN},,,`], ALL);
    expect(consentOf(ANA)).toEqual({ status: 'opted_in', source: 'shop', text: 'I agree', at: BEFORE });
    expect(consentOf(BEN)).toMatchObject({ source: 'checkout form', at: AT });
  });

  test('is none of a row that is unknown, whose source and time are of something else', async () => {
    const { consentOf, run } = world();
    await run(['phone,consent,consent_source,consent_at', `${ANA},unknown,call,${BEFORE}`], ALL);
    expect(consentOf(ANA)).toMatchObject({ status: 'opted_in', source: 'checkout form', at: AT });
  });

  test.each([
    ['Yes', 'opted_in'],
    [' yES ', 'opted_in'],
    ['1', 'opted_in'],
    ['no', 'unknown'],
    ['11', 'unknown'],
    ['', 'unknown'],
  ])('is told by a column: %j makes somebody new %s', async (cell, status) => {
    const { consentOf, run } = world();
    expect(await run(['phone,ACCEPTS,x', `${ANA},${cell},1`], COLUMN)).toMatchObject({ imported: 1, errors: [] });
    expect(consentOf(ANA)).toMatchObject({ status, source: status === 'unknown' ? null : 'import: Accepts' });
  });

  test('is told by a column even if it is called consent, and its words are no status', async () => {
    const { consentOf, run } = world();
    const done = await run(['phone,consent', `${ANA},yes`, `${BEN},no`], { ...COLUMN, column: 'consent' });
    expect(done).toMatchObject({ imported: 2, rejected: 0 });
    expect([ANA, BEN].map((number) => consentOf(number)?.status)).toEqual(['opted_in', 'unknown']);
  });

  test('is refused with a column that the file does not have', async () => {
    const { byNumber, run } = world();
    const refused = run(['phone,name', `${ANA},Ana`], COLUMN);
    await expect(refused).rejects.toThrow(HeraldError);
    await expect(refused).rejects.toMatchObject({ faults: [{ path: 'consent.column', code: 'missing_column' }] });
    expect(byNumber.size).toBe(0);
  });

  test('is nobody’s with the answer none, whatever the columns say, but for opt-outs', async () => {
    const { consentOf, run } = world();
    await run(['phone,consent', `${ANA},opted_in`, `${BEN},opted_out`], NONE);
    expect([ANA, BEN].map((number) => consentOf(number)?.status)).toEqual(['unknown', 'opted_out']);
  });

  test('takes nothing from those who are opted in', async () => {
    const { consentOf, run } = world();
    await run(['phone,consent', `${ANA},opted_in`]);
    await run(['phone,Accepts', `${ANA},no`], COLUMN);
    await run(['phone,consent', `${ANA},unknown`], NONE);
    expect(consentOf(ANA)?.status).toBe('opted_in');
  });

  test('of two rows of one person, the one that opts out counts', async () => {
    for (const rows of [
      [`${ANA},opted_out,${BEFORE}`, `${ANA},,`],
      [`${ANA},,`, `${ANA},opted_out,${BEFORE}`],
    ]) {
      const { consentOf, run } = world();
      await run(['phone,consent,consent_at', ...rows], ALL);
      expect(consentOf(ANA)?.status).toBe('opted_out');
    }
  });

  test.each([
    ['a person’s own STOP', 'whatsapp'],
    ['an opt-out that the business stated', 'call centre'],
  ])('undoes no opt-out, not with a later time either: %s', async (_, source) => {
    const { consentOf, ledger, run } = world();
    await run(['phone,consent,consent_source,consent_at', `${ANA},opted_out,${source},${BEFORE}`]);
    const stopped = consentOf(ANA);
    const entries = ledger();
    expect(await run(['phone,Accepts', `${ANA},yes`], { ...ALL, at: AFTER })).toMatchObject({ kept_opted_out: 1 });
    expect(await run(['phone,Accepts', `${ANA},yes`], { ...COLUMN, at: AFTER, source: 'form' })).toMatchObject({
      kept_opted_out: 1,
    });
    expect(consentOf(ANA)).toEqual(stopped);
    expect(ledger()).toBe(entries);
  });

  test('of the same file again changes nothing', async () => {
    const { byNumber, ledger, run } = world();
    await run(['phone', ANA, BEN], ALL);
    const before = structuredClone([...byNumber]);
    expect(await run(['phone', ANA, BEN], ALL)).toMatchObject({ imported: 0, updated: 2 });
    expect([...byNumber]).toEqual(before);
    expect(ledger()).toBe(2);
  });
});

test.each<[string, object, readonly string[]]>([
  ['no answer', {}, ['consent.answer']],
  ['another answer', { answer: 'maybe' }, ['consent.answer']],
  ['all without where and when', { answer: 'all' }, ['consent.source', 'consent.at']],
  ['a day in the place of a time', { ...ALL, at: '2026-05-01' }, ['consent.at']],
  ['a column without its words', { answer: 'column', column: 'x', yes: [] }, ['consent.yes']],
  ['words that are blank', { ...COLUMN, yes: [' '] }, ['consent.yes.0']],
  ['a source with none', { answer: 'none', source: 'x' }, ['consent']],
])('an answer about consent is refused with %s', (_, consent, paths) => {
  const { error } = importGiven.safeParse({ consent });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(paths);
});

test('a list of people to suppress takes no answer about consent', () => {
  const { error } = importGiven.safeParse({ kind: 'suppressions', consent: NONE });
  expect(error?.issues.map(({ path }) => path)).toEqual([['consent']]);
});

test('who opted out by the column that says who agreed is opted out, whatever was known', async () => {
  const { consentOf, run } = world();
  const file = (...rows: readonly string[]) => ['phone,Accepts,consent_at', ...rows];
  await run(file(`${ANA},Opted out,`, `${BEN},yes,${BEFORE}`), COLUMN);
  expect([consentOf(ANA)?.status, consentOf(BEN)?.status]).toEqual(['opted_out', 'opted_in']);
  await run(file(`${ANA},yes,`, `${BEN},opted_out,${AFTER}`), COLUMN);
  expect([consentOf(ANA)?.status, consentOf(BEN)?.status]).toEqual(['opted_out', 'opted_out']);
});

describe('an export that is imported again', () => {
  const HEADER = 'id,phone_number,attributes,consent,consent_source,consent_text,consent_at';
  const ROWS = [
    `cus_1,${ANA},{},opted_in,shop,"I agree, yes",${BEFORE}`,
    `cus_2,${BEN},{},opted_out,call,,${BEFORE}`,
    'cus_3,+4915112345670,{},unknown,,,',
  ];
  /** Its people as they were when it was written. */
  async function exported() {
    const made = world();
    await made.run([HEADER, ...ROWS]);
    return { ...made, before: structuredClone([...made.byNumber]), entries: made.ledger() };
  }

  test.each([
    ['says nothing of consent', undefined],
    ['has a column that says who agreed', { answer: 'column' as const, column: 'consent', yes: ['opted_in'] }],
    ['is of nobody who agreed', NONE],
  ])('and %s changes nobody', async (_, consent) => {
    const { before, byNumber, entries, ledger, run } = await exported();
    await run([HEADER, ...ROWS], consent);
    expect([...byNumber]).toEqual(before);
    expect(ledger()).toBe(entries);
  });

  test.each([
    ['that column and its times', BEFORE],
    ['that column alone', ''],
  ])('with %s leaves how and when each person agreed', async (_, at) => {
    const { before, byNumber, entries, ledger, run } = await exported();
    const consent = { answer: 'column' as const, column: 'consent', yes: ['opted_in'] };
    await run(['id,phone_number,attributes,consent,consent_at', `cus_1,${ANA},{},opted_in,${at}`], consent);
    expect([...byNumber]).toEqual(before);
    expect(ledger()).toBe(entries);
  });

  test('with another time of the same consent has it', async () => {
    const { consentOf, run } = await exported();
    await run(['id,phone_number,attributes,consent,consent_at', `cus_1,${ANA},{},opted_in,${AFTER}`]);
    expect(consentOf(ANA)).toMatchObject({ status: 'opted_in', at: AFTER });
  });
});
