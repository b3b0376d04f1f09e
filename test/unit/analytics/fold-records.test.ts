import { describe, expect, test } from 'vitest';

import { foldRecords } from '../../../shared/analytics/fold-records.ts';
import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import { paddedSequence, type RollupRow, type Source, type Step } from '../../../shared/analytics/rollup.ts';
import { fakeClock, keptLog, START, thrown } from '../fixtures.ts';

const PK = 'TENANT#ten_1#CAMPAIGN#cmp_1#LANE#07';
const record = (sequence: number, given: Partial<ChangeRecord> = {}): ChangeRecord => ({
  sequence: String(sequence),
  pk: PK,
  sk: 'MESSAGE#cus_1',
  before: undefined,
  after: { status: 'sending' },
  ...given,
});

async function folded(records: readonly ChangeRecord[]) {
  const rows: { row: RollupRow; steps: readonly Step[] }[] = [];
  const failed: [ChangeRecord, string][] = [];
  const passed: [Source, string, number][] = [];
  const { lines, log } = keptLog();
  await foldRecords(records, {
    rollups: {
      add: async (row, steps) => void rows.push({ row, steps }),
      passCheckpoint: async (source, id) => void passed.push([source, id, rows.length]),
    },
    failures: { add: async (one, why) => void failed.push([one, why]) },
    log,
    clock: fakeClock(),
  });
  return { rows, failed, passed, lines };
}

test('the records of a lane are written once, in their order', async () => {
  const { rows } = await folded([
    record(9, { after: { status: 'sending' } }),
    record(10, { pk: PK.replace('07', '15') }),
    record(11, { before: { status: 'sending' }, after: { status: 'accepted' } }),
    record(12, { before: { status: 'failed', error_code: '63016' }, after: undefined }),
  ]);
  expect(rows).toEqual([
    {
      row: { tenant_id: 'ten_1', campaign_id: 'cmp_1', family: 'totals', source: '07' },
      steps: [
        { sequence: paddedSequence('9'), adds: { recipients: 1 } },
        { sequence: paddedSequence('11'), adds: { accepted: 1 } },
        { sequence: paddedSequence('12'), adds: { recipients: -1, failed: -1, 'failed#63016': -1 } },
      ],
    },
    {
      row: { tenant_id: 'ten_1', campaign_id: 'cmp_1', family: 'totals', source: '15' },
      steps: [{ sequence: paddedSequence('10'), adds: { recipients: 1 } }],
    },
  ]);
});

describe('a record that cannot be folded', () => {
  test.each<[string, Partial<ChangeRecord>, string]>([
    ['of another partition', { pk: 'TENANT#ten_1#CUSTOMERS#07' }, 'unknown_partition'],
    ['of no lane', { pk: 'TENANT#ten_1#CAMPAIGN#cmp_1#LANE#7' }, 'unknown_partition'],
    ['with something behind its lane', { pk: `${PK}#X` }, 'unknown_partition'],
    ['of a status that is not known', { after: { status: 'dancing' } }, 'unknown_item'],
    ['that is no message', { after: { chunk: 1 } }, 'unknown_item'],
    ['that was none', { before: 'x' }, 'unknown_item'],
    ['of null', { after: null }, 'unknown_item'],
  ])('%s goes to the failure queue, the others are folded', async (_, given, why) => {
    const broken = record(2, given);
    const { rows, failed, lines } = await folded([record(1), broken, record(3)]);
    expect(failed).toEqual([[broken, why]]);
    expect(rows.map(({ steps }) => steps.map(({ sequence }) => Number(sequence)))).toEqual([[1, 3]]);
    expect(lines).toEqual([
      ['rollup.unfoldable', { code: why }],
      ['rollup.folded', { count: 3 }],
    ]);
  });

  test('and cannot be put on the failure queue fails the batch, so that it comes again', async () => {
    const ports = {
      rollups: { add: async () => undefined, passCheckpoint: async () => undefined },
      failures: { add: () => Promise.reject(new Error('no queue')) },
      log: keptLog().log,
      clock: fakeClock(),
    };
    expect(await thrown(() => foldRecords([record(1, { pk: 'x' })], ports))).toMatchObject({ message: 'no queue' });
  });
});

test('a row that cannot be written fails the batch, so that it comes again', async () => {
  const ports = {
    rollups: { add: () => Promise.reject(new Error('no table')), passCheckpoint: async () => undefined },
    failures: { add: async () => undefined },
    log: keptLog().log,
    clock: fakeClock(),
  };
  expect(await thrown(() => foldRecords([record(1)], ports))).toMatchObject({ message: 'no table' });
});

test('a checkpoint is passed when everything before it is written, and counts for nothing', async () => {
  const checkpoint = (pk: string, id?: string) => ({
    sequence: '5',
    pk,
    sk: 'CHECKPOINT',
    before: undefined,
    after: id && { id },
  });
  const campaign = { tenant_id: 'ten_1', campaign_id: 'cmp_1' };
  const { rows, passed, failed } = await folded([
    checkpoint(PK, 'chk_1'),
    record(9, { after: { status: 'sending' } }),
    checkpoint('TENANT#ten_1#CAMPAIGN#cmp_1', 'chk_2'),
    // Removed: that it was there is over.
    checkpoint(PK),
  ]);
  expect(rows).toHaveLength(1);
  expect(passed).toEqual([
    [{ ...campaign, source: '07' }, 'chk_1', 1],
    [{ ...campaign, source: 'campaign' }, 'chk_2', 1],
  ]);
  expect(failed).toEqual([]);
});

test('an empty batch writes nothing', async () => {
  expect(await folded([])).toMatchObject({ rows: [], failed: [] });
});

describe('what a batch comes to is logged for the metrics', () => {
  const logged = async (...records: ChangeRecord[]) =>
    (await folded(records)).lines.filter(([event]) => event !== 'rollup.folded');
  const status = (before: string | undefined, after: string) =>
    record(1, { before: before === undefined ? undefined : { status: before }, after: { status: after } });
  const tap = (secondsAgo: number, source: string) => ({
    ...record(1, { pk: 'TENANT#ten_1#CAMPAIGN#cmp_1', sk: 'INTERACTION#int_1' }),
    after: {
      source,
      button_id: 'yes',
      clicked_at: new Date(START - secondsAgo * 1000).toISOString(),
      local_weekday: 1,
      local_hour: 9,
    },
  });

  test('each outcome with its number of messages, and nothing of those on their way', async () => {
    const lines = await logged(
      status('sending', 'accepted'),
      status('sending', 'accepted'),
      status('accepted', 'read'),
      status(undefined, 'sending'),
      status(undefined, 'skipped'),
    );
    expect(lines).toEqual([
      ['messages.counted', { code: 'accepted', count: 2 }],
      ['messages.counted', { code: 'delivered', count: 1 }],
      ['messages.counted', { code: 'read', count: 1 }],
      ['messages.counted', { code: 'skipped', count: 1 }],
    ]);
  });

  test('a message that fails after all counts as failed, and takes nothing back', async () => {
    expect(await logged(status('accepted', 'failed'))).toEqual([['messages.counted', { code: 'failed', count: 1 }]]);
  });

  test('an unknown outcome, and that it became known', async () => {
    expect(await logged(status('sending', 'unknown'))).toEqual([['messages.counted', { code: 'unknown', count: 1 }]]);
    expect(await logged(status('unknown', 'accepted'))).toEqual([
      ['messages.counted', { code: 'accepted', count: 1 }],
      ['unknowns.settled', { count: 1 }],
    ]);
  });

  test('the slowest tap, but none that somebody tells of later, and none that only changed', async () => {
    const changed = { ...tap(900, 'inbound'), before: tap(900, 'inbound').after };
    expect(await logged(tap(2, 'inbound'), tap(7, 'redirect'), tap(500, 'api'), changed)).toEqual([
      ['taps.counted', { count: 2, milliseconds: 7_000 }],
    ]);
  });
});
