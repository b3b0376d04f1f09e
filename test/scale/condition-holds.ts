import { isDeepStrictEqual } from 'node:util';

import type { Condition } from '../../shared/platform/expression.ts';
import type { Item } from '../../shared/platform/table-commands.ts';

/** An attribute, or one within a map: 'consent.at'. */
export function attributeOf(item: Item | undefined, path: string): unknown {
  let value: unknown = item;
  // A name that is data, such as a button's id, has no dot here either: those are only added to.
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return value;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && isDeepStrictEqual(one, other));
}

function isLess(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && (one as string | number) < (other as string | number);
}

function present(values: Readonly<Record<string, unknown>> | undefined): [string, unknown][] {
  return Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
}

/** Whether a condition holds for an item, as DynamoDB evaluates the expression that shared/platform/expression.ts makes of it. */
export function conditionHolds(where: Condition | undefined, item: Item | undefined): boolean {
  if (!where) return true;
  const all = (
    values: Readonly<Record<string, unknown>> | undefined,
    holds: (found: unknown, bound: unknown) => boolean,
  ) => values === undefined || present(values).every(([path, bound]) => holds(attributeOf(item, path), bound));
  const exists = (found: unknown) => found !== undefined;
  return (
    (where.exists === undefined || where.exists === (item !== undefined)) &&
    all(where.equals, isSame) &&
    all(where.greaterOrEqual, (found, bound) => exists(found) && (found === bound || isLess(bound, found))) &&
    all(where.lessOrEqual, (found, bound) => exists(found) && (found === bound || isLess(found, bound))) &&
    all(where.lessThan, (found, bound) => exists(found) && isLess(found, bound)) &&
    all(where.notExistsOrLessThan, (found, bound) => !exists(found) || isLess(found, bound)) &&
    all(where.notExistsOrLessOrEqual, (found, bound) => !exists(found) || found === bound || isLess(found, bound)) &&
    all(where.notExistsOrGreaterThan, (found, bound) => !exists(found) || isLess(bound, found)) &&
    all(where.notExistsOrNotEqual, (found, bound) => !isSame(found, bound)) &&
    all(where.notExistsOrWithout, (found, bound) => !(found as readonly unknown[] | undefined)?.includes(bound)) &&
    all(where.notExistsOrEqual, (found, bound) => !exists(found) || isSame(found, bound)) &&
    all(where.oneOf, (found, options) => (options as readonly unknown[]).some((one) => isSame(found, one))) &&
    (where.notExists ?? []).every((path) => attributeOf(item, path) === undefined) &&
    all(where.absentOrLessThan, (found, bound) => item === undefined || isLess(found, bound))
  );
}
