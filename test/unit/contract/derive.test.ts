import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import { patchShape, wireShape } from '../../../shared/contract/derive.ts';

const shape = {
  name: z.string().min(1),
  colour: z.string().default('red'),
  note: z.string().max(3).optional(),
  tags: z.array(z.string()).default([]),
};

describe('what a caller may change', () => {
  const patch = z.strictObject(patchShape(shape));

  test('is nothing, and nothing is filled in', () => {
    expect(patch.parse({})).toEqual({});
  });

  test('is every field', () => {
    const given = { name: 'n', colour: 'blue', note: 'abc', tags: ['t'] };
    expect(patch.parse(given)).toEqual(given);
  });

  test('is, of an optional field, also that it is taken away', () => {
    expect(patch.parse({ note: null })).toEqual({ note: null });
  });

  test.each(['name', 'colour', 'tags'])('is never that %s is taken away', (field) => {
    expect(patch.safeParse({ [field]: null }).success).toBe(false);
  });

  test.each([{ name: '' }, { note: 'abcd' }, { tags: [5] }, { other: 1 }])(
    'keeps to the rules of each field: %j',
    (given) => {
      expect(patch.safeParse(given).success).toBe(false);
    },
  );
});

describe('what a caller sees', () => {
  const wire = z.object(wireShape(shape));

  test('has null for an optional field that is absent', () => {
    expect(wire.parse({ name: 'n' })).toEqual({ name: 'n', colour: 'red', note: null, tags: [] });
  });

  test('has every field that is there', () => {
    const given = { name: 'n', colour: 'blue', note: 'abc', tags: ['t'] };
    expect(wire.parse(given)).toEqual(given);
    expect(wire.parse({ ...given, note: null })).toEqual({ ...given, note: null });
  });

  test('lacks no required field', () => {
    expect(wire.safeParse({ note: 'abc' }).success).toBe(false);
  });
});
