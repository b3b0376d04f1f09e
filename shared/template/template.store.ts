import { sha256 } from '../platform/ids.ts';
import type { Table } from '../platform/table-client.ts';

const keys = {
  /** A template belongs to the provider account it was made in. */
  template: ({ tenant, account_sid }: Account, name: string) => ({
    pk: `TENANT#${tenant}#TEMPLATES`,
    sk: `TEMPLATE#${sha256(account_sid).slice(0, 16)}#${name}`,
  }),
};

export interface Account {
  readonly tenant: string;
  readonly account_sid: string;
}

export type Templates = ReturnType<typeof templateStore>;

/** Which template each content became. Its name is a hash of the content, so the same content is made and approved once. */
export function templateStore(table: Table) {
  return {
    async find(account: Account, name: string): Promise<string | undefined> {
      const item = await table.get(keys.template(account, name));
      return item && String(item['content_sid']);
    },

    /** @returns the template that counts: the first one noted */
    async note(account: Account, name: string, content_sid: string): Promise<string> {
      const written = await table.update(keys.template(account, name), { setOnce: { content_sid } });
      return written.done ? String(written.item['content_sid']) : content_sid;
    },
  };
}
