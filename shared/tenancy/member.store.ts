import { conflict } from '../platform/errors.ts';
import { setOrRemove, type Changed } from '../platform/expression.ts';
import { sha256 } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Table, TransactWrite } from '../platform/table-client.ts';
import { member, memberIdOf, scopesOf, type Member, type MemberOutcome } from './member.ts';
import { isAdmin } from './role.ts';

const keys = {
  member: (tenant: string, id: string) => ({ pk: keys.byTenant(tenant), sk: `${keys.prefix}${id}` }),
  byTenant: (tenant: string) => `TENANT#${tenant}#MEMBERS`,
  prefix: 'MEMBER#',
  /** In which tenants a person is a member: these two have no tenant, since they are read to find it. */
  email: (email: string) => ({ pk: `EMAIL#${sha256(email)}`, sk: 'EMAIL' }),
  identity: (identity: string) => ({ pk: `IDENTITY#${identity}`, sk: 'IDENTITY' }),
};

/** To how many tenants one person may belong. */
export const MAX_TENANTS = 50;
/** How often a change is tried that others change meanwhile. */
const MAX_TRIES = 5;

export type Members = ReturnType<typeof memberStore>;

export function memberStore(table: Table) {
  async function get(tenant: string, id: string): Promise<Member | undefined> {
    const item = await table.get(keys.member(tenant, id));
    return item && member.parse(item);
  }

  async function all(tenant: string): Promise<Member[]> {
    const rows = await Array.fromAsync(table.all({ pk: keys.byTenant(tenant), prefix: keys.prefix, consistent: true }));
    return rows.map((row) => member.parse(row));
  }

  /**
   * Makes writes that take the right to manage members from one, unless it is the last who has it: of two who take it from each
   * other at the same time, one comes second.
   */
  async function unlessLast(
    { tenant_id, id }: Pick<Member, 'tenant_id' | 'id'>,
    writes: (found: Member) => readonly TransactWrite[],
    keeps: boolean,
  ): Promise<MemberOutcome> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const known = await all(tenant_id);
      const found = known.find((one) => one.id === id);
      if (!found) return 'absent';
      const guard: TransactWrite[] = [];
      if (!keeps && isActiveAdmin(found)) {
        const other = known.find((one) => one.id !== id && isActiveAdmin(one));
        if (!other) return 'last';
        const { role, updated_at } = other;
        guard.push({ check: keys.member(tenant_id, other.id), where: { exists: true, equals: { role, updated_at } } });
      }
      if (await table.transact([...writes(found), ...guard])) return 'done';
    }
    throw conflict('member.changing', 'Other requests are changing the members at the same time; ask again.');
  }

  return {
    get,

    /** @returns false when the address is a member's already */
    async add(one: Member): Promise<boolean> {
      return table.transact([
        { put: { ...keys.member(one.tenant_id, one.id), ...byCreation(one), ...one }, where: { exists: false } },
        { key: keys.email(one.email), change: { addToSet: { tenants: new Set([one.tenant_id]) } } },
      ]);
    },

    /** Newest first. */
    async page(tenant: string, range: Range): Promise<StorePage<Member>> {
      const page = await table.query({ pk: keys.byTenant(tenant), index: 'gsi1', newestFirst: true, ...range });
      return { items: page.items.map((item) => member.parse(item)), last: page.last };
    },

    /** Every member of a tenant; a quota bounds them. */
    all,

    /** Changes a member. @returns 'last' for a change that leaves nobody who can manage members */
    async change(one: Member, change: Changed<Member>): Promise<MemberOutcome> {
      const after = { ...one, ...change } as Member;
      const write = { key: keys.member(one.tenant_id, one.id), change: setOrRemove(change), where: { exists: true } };
      return unlessLast(one, () => [write], isAdmin(scopesOf(after)));
    },

    /** Every member of a tenant. */
    ofTenant: all,

    /** Removes a member, who is refused from then on. @returns 'last' for the last who can manage members */
    async remove(tenant: string, id: string): Promise<MemberOutcome> {
      const writes = ({ email, identity }: Member): TransactWrite[] => [
        { remove: keys.member(tenant, id), where: { exists: true } },
        { key: keys.email(email), change: { removeFromSet: { tenants: new Set([tenant]) } } },
        ...(identity
          ? [{ key: keys.identity(identity), change: { removeFromSet: { members: new Set([`${tenant}#${id}`]) } } }]
          : []),
      ];
      return unlessLast({ tenant_id: tenant, id }, writes, false);
    },

    /** The memberships of somebody who has signed in before, each read as it is now. */
    async ofIdentity(identity: string): Promise<Member[]> {
      const known = setOf(await table.get(keys.identity(identity)), 'members').map((entry) => entry.split('#'));
      const found = await Promise.all(known.map(([tenant = '', id = '']) => get(tenant, id)));
      return found.filter((one) => one?.identity === identity) as Member[];
    },

    /** The memberships of an address that nobody has signed in to yet. */
    async invited(email: string): Promise<Member[]> {
      const tenants = setOf(await table.get(keys.email(email)), 'tenants');
      const found = await Promise.all(tenants.map((tenant) => get(tenant, memberIdOf(tenant, email))));
      return found.filter((one) => one !== undefined && one.identity === undefined) as Member[];
    },

    /** Binds a membership to whoever signs in first. @returns whether it was still unbound */
    async bind({ tenant_id, id }: Member, identity: string, now: string): Promise<boolean> {
      return table.transact([
        {
          key: keys.member(tenant_id, id),
          change: { set: { identity, first_signed_in_at: now, updated_at: now } },
          where: { exists: true, notExists: ['identity'] },
        },
        { key: keys.identity(identity), change: { addToSet: { members: new Set([`${tenant_id}#${id}`]) } } },
      ]);
    },
  };
}

/** Ids are hashes, so lists go by an index. */
function byCreation({ tenant_id, created_at, id }: Member): Item {
  return { gsi1pk: keys.byTenant(tenant_id), gsi1sk: `${created_at}#${id}` };
}

/** Somebody who was only invited may never come. */
function isActiveAdmin(one: Member): boolean {
  return one.identity !== undefined && isAdmin(scopesOf(one));
}

function setOf(item: Item | undefined, attribute: string): string[] {
  return [...((item?.[attribute] as Set<string> | undefined) ?? [])].toSorted().slice(0, MAX_TENANTS);
}
