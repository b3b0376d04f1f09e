import { folded, isNamed } from '../platform/folded.ts';
import { setOrRemove, type Changed } from '../platform/expression.ts';
import { sha256 } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { segment, type Segment } from './segment.ts';

const keys = {
  segment: (tenant: string, id: string) => ({ pk: keys.byTenant(tenant), sk: `${keys.prefix}${id}` }),
  /** Makes a name, however it is written, unique. */
  name: (tenant: string, name: string) => ({
    pk: keys.byTenant(tenant),
    sk: `NAME#${sha256(folded(name))}`,
  }),
  /** How many there are, and how often one changed: of two changes that each look right, one comes second. */
  state: (tenant: string) => ({ pk: keys.byTenant(tenant), sk: 'STATE' }),
  byTenant: (tenant: string) => `TENANT#${tenant}#SEGMENTS`,
  prefix: 'SEGMENT#',
};

export type Segments = ReturnType<typeof segmentStore>;

export function segmentStore(table: Table) {
  /** The write of every change: it fails when another change came after `version` was read. */
  function step(tenant: string, version: number, segments: number): TransactWrite {
    return {
      key: keys.state(tenant),
      change: { add: { version: 1, segments } },
      where: version === 0 ? { exists: false } : { equals: { version } },
    };
  }

  return {
    /** Repeats a change that depends on what was read, while `attempt` answers LOST. @throws HeraldError 503 in the end */
    untilWon: table.untilWon,

    /** How many segments there are, and the number of their last change. */
    async state(tenant: string): Promise<{ readonly version: number; readonly segments: number }> {
      const item = await table.get(keys.state(tenant));
      return { version: Number(item?.['version'] ?? 0), segments: Number(item?.['segments'] ?? 0) };
    },

    /** Whether another segment has the name. */
    async hasName(tenant: string, name: string, except?: string): Promise<boolean> {
      const item = await table.get(keys.name(tenant, name));
      return item !== undefined && item['segment_id'] !== except;
    },

    async get(tenant: string, id: string): Promise<Segment | undefined> {
      const item = await table.get(keys.segment(tenant, id));
      return item && segment.parse(item);
    },

    /** In no particular order; absent ones are left out. */
    async getAll(tenant: string, ids: readonly string[]): Promise<Segment[]> {
      const found = await table.getAll(ids.map((id) => keys.segment(tenant, id)));
      return found.map((item) => segment.parse(item));
    },

    /** Newest first. A page by name may be short, or empty, though another follows. */
    async page(tenant: string, name: string | undefined, range: Range): Promise<StorePage<Segment>> {
      const list = { pk: keys.byTenant(tenant), prefix: keys.prefix, newestFirst: true };
      const page = await table.query({ ...list, ...range });
      const items = page.items.map((item) => segment.parse(item));
      return { items: items.filter((one) => isNamed(one.name, name)), last: page.last };
    },

    /** All of a tenant's segments; a quota bounds them. */
    async all(tenant: string): Promise<Segment[]> {
      const found = await Array.fromAsync(table.all({ pk: keys.byTenant(tenant), prefix: keys.prefix }));
      return found.map((item) => segment.parse(item));
    },

    /** @returns false when another change came after `version` */
    async add(one: Segment, version: number): Promise<boolean> {
      const { tenant_id, id, name } = one;
      return table.transact([
        step(tenant_id, version, 1),
        { put: { ...keys.name(tenant_id, name), segment_id: id }, where: { exists: false } },
        { put: { ...keys.segment(tenant_id, id), ...one }, where: { exists: false } },
      ]);
    },

    /** @returns false when another change came after `version` */
    async change(before: Segment, change: Changed<Segment>, version: number): Promise<boolean> {
      const { tenant_id, id } = before;
      const name = change.name ?? before.name;
      const [old, now] = [keys.name(tenant_id, before.name), keys.name(tenant_id, name)];
      const renamed = { put: { ...now, segment_id: id }, where: { exists: false } };
      return table.transact([
        step(tenant_id, version, 0),
        ...(old.sk === now.sk ? [] : [{ remove: old }, renamed]),
        { key: keys.segment(tenant_id, id), change: setOrRemove(change), where: { exists: true } },
      ]);
    },

    /** @returns false when another change came after `version` */
    async remove({ tenant_id, id, name }: Segment, version: number): Promise<boolean> {
      return table.transact([
        step(tenant_id, version, -1),
        { remove: keys.name(tenant_id, name) },
        { remove: keys.segment(tenant_id, id), where: { exists: true } },
      ]);
    },
  };
}
