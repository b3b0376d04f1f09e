import { sha256 } from '../platform/ids.ts';
import type { Table } from '../platform/table-client.ts';
import type { TemplateRegistry } from '../provider/provider.ts';

const keys = {
  /** A template belongs to the provider account in which it was created. */
  template: (tenant: string, account: string, name: string) => ({
    pk: `TENANT#${tenant}#TEMPLATES`,
    sk: `TEMPLATE#${sha256(account).slice(0, 16)}#${name}`,
  }),
};

/** The attribute's name in rows since the first version. */
const TEMPLATE_ID = 'content_sid';

export type Templates = ReturnType<typeof templateStore>;

/** The templates of each tenant's contents. Names are hashes of the content. */
export function templateStore(table: Table) {
  return {
    /** Forgets a template that the provider no longer has, under every name: the next campaign makes it anew. */
    async forget(tenant: string, template_id: string): Promise<void> {
      const pk = keys.template(tenant, '', '').pk;
      for await (const item of table.all({ pk, prefix: 'TEMPLATE#', consistent: true })) {
        const key = { pk, sk: String(item['sk']) };
        if (item[TEMPLATE_ID] === template_id) await table.remove(key, { equals: { [TEMPLATE_ID]: template_id } });
      }
    },

    ofTenant: (tenant: string): TemplateRegistry => ({
      async find(account, name) {
        const item = await table.get(keys.template(tenant, account, name));
        return item && String(item[TEMPLATE_ID]);
      },

      async add(account, name, template_id) {
        const change = { setIfAbsent: { [TEMPLATE_ID]: template_id } };
        const written = await table.update(keys.template(tenant, account, name), change);
        return written.done ? String(written.item[TEMPLATE_ID]) : template_id;
      },
    }),
  };
}
