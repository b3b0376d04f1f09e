import { expect, test } from 'vitest';

import { importEta } from '../../../shared/customer/import-eta.ts';

const began = Date.parse('2026-11-29T09:00:00.000Z');
const job = { status: 'running', started_at: new Date(began).toISOString(), progress: { bytes: 300 } } as const;
const after = (seconds: number) => began + seconds * 1000;

test('an import ends when the rest is read as fast as what is read', () => {
  expect(importEta(job, 1_000, after(30))).toBe('2026-11-29T09:01:40.000Z');
  expect(importEta(job, 300, after(30))).toBe('2026-11-29T09:00:30.000Z');
});

test('nobody guesses when one ends in its first seconds, before a byte is read, or unless it runs', () => {
  expect(importEta(job, 1_000, after(4))).toBeNull();
  expect(importEta({ ...job, progress: {} }, 1_000, after(30))).toBeNull();
  expect(importEta({ ...job, started_at: undefined }, 1_000, after(30))).toBeNull();
  for (const status of ['queued', 'succeeded', 'failed', 'cancelled'] as const)
    expect(importEta({ ...job, status }, 1_000, after(30))).toBeNull();
  expect(importEta(undefined, null, after(30))).toBeNull();
});

test('one that went on is as fast as since then', () => {
  const resumed = { at: new Date(after(3_600)).toISOString(), progress: { bytes: 200 } };
  expect(importEta({ ...job, resumed }, 1_000, after(3_610))).toBe(new Date(after(3_680)).toISOString());
  expect(importEta({ ...job, resumed }, 1_000, after(3_604))).toBeNull();
  expect(importEta({ ...job, resumed, progress: resumed.progress }, 1_000, after(3_610))).toBeNull();
});
