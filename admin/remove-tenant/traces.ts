import type { Item } from '../../shared/platform/table-client.ts';

/** What an item has of a tenant. */
export type Trace =
  /** It is the tenant's. */
  | { readonly kind: 'own' }
  /** It is about somebody of several tenants: these members of these sets are the tenant's. */
  | { readonly kind: 'shared'; readonly sets: Readonly<Record<string, ReadonlySet<string>>> }
  /** It names the tenant in a way that nobody has thought of. */
  | { readonly kind: 'unexpected' };

/** What an item has of a tenant, wherever it may be in it; undefined of one that does not name it. */
export function traceOf(tenant_id: string, item: Item): Trace | undefined {
  if (!JSON.stringify(item, withSets).includes(tenant_id)) return undefined;
  const prefix = `TENANT#${tenant_id}`;
  const [pk, sk] = [String(item['pk']), String(item['sk'])];
  const isWithin = pk === prefix || pk.startsWith(`${prefix}#`);
  // What another tenant has written, in a key or a set of its own, is not this one's to change.
  if (!isWithin && pk.startsWith('TENANT#')) return { kind: 'unexpected' };
  const isOwn = isWithin || item['tenant_id'] === tenant_id;
  // Lists for all tenants name theirs in the sort key, with a time before it or without.
  if (isOwn || `#${sk}#`.includes(`#${prefix}#`)) return { kind: 'own' };
  const sets = Object.entries(item).flatMap(([name, value]) => {
    if (!(value instanceof Set)) return [];
    const its = [...(value as Set<unknown>)].map(String).filter((one) => one.split('#')[0] === tenant_id);
    return its.length > 0 ? [[name, new Set(its)] as const] : [];
  });
  return sets.length > 0 ? { kind: 'shared', sets: Object.fromEntries(sets) } : { kind: 'unexpected' };
}

/** The kind of a row, by which the proof counts: 'TENANT#CUSTOMERS', 'ACTIVE', 'EMAIL'. It holds no id. */
export function kindOf({ pk, sk }: Item): string {
  const [first = '', , ...rest] = String(pk).split('#');
  if (first !== 'TENANT') return first;
  return ['TENANT', rest[0] ?? String(sk).split('#')[0]].join('#');
}

function withSets(_: string, value: unknown): unknown {
  return value instanceof Set ? [...(value as Set<unknown>)] : value;
}
