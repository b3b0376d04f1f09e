import type { Item } from '../../shared/platform/table-commands.ts';

/** The bytes of a value by DynamoDB's rules: text in UTF-8, a number half of its digits, a map and a list three and one for each member. */
function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return 1 + Math.ceil(String(value).replace(/\D/g, '').length / 2);
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Set) return [...(value as Set<unknown>)].reduce<number>((sum, one) => sum + valueSize(one), 0);
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + valueSize(one), 3);
  let size = 3;
  for (const name in value) size += 1 + name.length + valueSize((value as Item)[name]);
  return size;
}

/** The bytes of an item. Attributes' names are ASCII. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += name.length + valueSize(item[name]);
  return size;
}
