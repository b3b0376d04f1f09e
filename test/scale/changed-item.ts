import type { Change } from '../../shared/platform/expression.ts';
import type { Item } from '../../shared/platform/table-commands.ts';
import { attributeOf } from './condition-holds.ts';

/** A value as DynamoDB stores it: without undefined members. */
export function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null || value instanceof Set) return value;
  return storedItem(value as Item);
}

export function storedItem(item: Item): Item {
  const kept: Item = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) kept[name] = typeof value === 'object' ? stored(value) : value;
  }
  return kept;
}

/** Sets an attribute, or one within a map that is there; maps on the way are copied, since images of the item share them. */
function set(item: Item, path: string, value: unknown): void {
  const dot = path.indexOf('.');
  if (dot < 0) {
    item[path] = stored(value);
    return;
  }
  const name = path.slice(0, dot);
  const map = item[name];
  if (typeof map !== 'object' || map === null) throw new Error(`${path} is a path into ${name}, which is no map.`);
  const copy = { ...(map as Item) };
  set(copy, path.slice(dot + 1), value);
  item[name] = copy;
}

/** What an update makes of an item, which itself stays as it is. */
export function changedItem(before: Item, change: Change): Item {
  const gone = change.remove ?? [];
  const after: Item = {};
  // Copied rather than deleted from: an object that something was deleted from takes several times the memory.
  for (const name in before) if (!gone.includes(name)) after[name] = before[name];
  for (const path of gone) if (path.includes('.') && attributeOf(before, path) !== undefined) removeWithin(after, path);
  for (const [path, value] of Object.entries(change.set ?? {})) if (value !== undefined) set(after, path, value);
  for (const [path, value] of Object.entries(change.setIfAbsent ?? {}))
    if (value !== undefined && attributeOf(before, path) === undefined) set(after, path, value);
  for (const [name, by] of Object.entries(change.add ?? {})) after[name] = Number(before[name] ?? 0) + by;
  for (const [name, members] of Object.entries(change.addToSet ?? {}))
    after[name] = new Set([...((before[name] as Set<string> | undefined) ?? []), ...members]);
  for (const [name, members] of Object.entries(change.removeFromSet ?? {})) {
    const left = [...((before[name] as Set<string> | undefined) ?? [])].filter((member) => !members.has(member));
    // An attribute that is undefined is not stored: the set goes with its last member.
    after[name] = left.length > 0 ? new Set(left) : undefined;
  }
  return change.removeFromSet ? storedItem(after) : after;
}

function removeWithin(item: Item, path: string): void {
  const [name = '', ...rest] = path.split('.');
  const { [rest[0] ?? '']: removed, ...kept } = item[name] as Item;
  item[name] = kept;
  if (rest.length > 1) {
    kept[rest[0]!] = removed;
    removeWithin(kept, rest.join('.'));
  }
}
