import { setOrRemove, type Changed } from '../platform/expression.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { withApprovalBound, type ApprovalBound } from './approval-bound.ts';
import { tenant, type Tenant } from './tenant.ts';

const keys = { tenant: (id: string) => ({ pk: `TENANT#${id}`, sk: 'TENANT' }) };

export type Tenants = ReturnType<typeof tenantStore>;

/** Link secrets never change, so a function caches them. @param bound the installation's, which each tenant that is read has, too */
export function tenantStore(table: Table, bound?: ApprovalBound) {
  const parse = (item: Item) => withApprovalBound(tenant.parse(item), bound);
  const linkSecrets = new Map<string, string>();

  return {
    async add(tenant: Tenant): Promise<void> {
      await table.put({ ...keys.tenant(tenant.id), ...tenant }, { exists: false });
    },

    async get(id: string): Promise<Tenant | undefined> {
      const item = await table.get(keys.tenant(id));
      return item && parse(item);
    },

    /** Stores the key that signs the tenant's links, unless it has one. */
    async ensureLinkSecret(id: string, link_secret: string): Promise<void> {
      await table.update(keys.tenant(id), { setIfAbsent: { link_secret } }, { exists: true });
    },

    /** @returns undefined for a tenant of an earlier version before its first campaign */
    async linkSecret(id: string): Promise<string | undefined> {
      const secret = linkSecrets.get(id) ?? (await this.get(id))?.link_secret;
      if (secret) linkSecrets.set(id, secret);
      return secret;
    },

    /** @param made the secret that a tenant gets which has none yet */
    async ensuredLinkSecret(id: string, made: string): Promise<string> {
      const kept = await this.linkSecret(id);
      if (kept) return kept;
      await this.ensureLinkSecret(id, made);
      const secret = await this.linkSecret(id);
      if (!secret) throw new Error('There is no such tenant.');
      return secret;
    },

    /** Makes a sender the default unless the tenant has one. */
    async setFirstSender(id: string, default_sender_id: string): Promise<void> {
      await table.update(keys.tenant(id), { setIfAbsent: { default_sender_id } }, { exists: true });
    },

    /** Null removes a setting. @returns the tenant after the change, or undefined when there is none */
    async change(
      id: string,
      change: Changed<
        Pick<
          Tenant,
          | 'name'
          | 'default_sender_id'
          | 'sending'
          | 'sending_hours'
          | 'frequency_cap'
          | 'opt_out_words'
          | 'retry_held_back'
          | 'default_country'
          | 'default_footer'
          | 'message_prices'
          | 'retention'
          | 'spend_cap'
          | 'approval_above'
          | 'updated_at'
        >
      >,
    ): Promise<Tenant | undefined> {
      const written = await table.updateAndRead(keys.tenant(id), setOrRemove(change), { exists: true });
      return written.done ? parse(written.item) : undefined;
    },
  };
}
