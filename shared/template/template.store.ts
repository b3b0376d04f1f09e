import { isNamed } from '../platform/folded.ts';
import { sha256 } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import type { TemplateRegistry } from '../provider/provider.ts';
import { template, type Template, type TemplateStatus } from './template.ts';

const keys = {
  partition: (tenant: string) => `TENANT#${tenant}#TEMPLATES`,
  /** A template belongs to the provider account in which it was created. */
  byName: (tenant: string, account: string, name: string) => ({
    pk: keys.partition(tenant),
    sk: `TEMPLATE#${sha256(account).slice(0, 16)}#${name}`,
  }),
  prefix: 'TPL#',
  /** Those that were not submitted yet; they alone are in this index. */
  drafts: (tenant: string) => `TENANT#${tenant}#TEMPLATES#draft`,
  template: (tenant: string, id: string) => ({ pk: keys.partition(tenant), sk: `${keys.prefix}${id}` }),
};

/** The attribute's name in rows since the first version. */
const TEMPLATE_ID = 'content_sid';

const NO_DRAFT = ['gsi2pk', 'gsi2sk'];

export interface TemplateFilter {
  readonly status?: TemplateStatus | undefined;
  /** What the name contains. */
  readonly name?: string | undefined;
  readonly language?: string | undefined;
}

export type Templates = ReturnType<typeof templateStore>;

/** The templates of each tenant: those made of contents by their names, which are hashes, and all that were looked at. */
export function templateStore(table: Table) {
  return {
    ofTenant: (tenant: string): TemplateRegistry => ({
      async find(account, name) {
        const item = await table.get(keys.byName(tenant, account, name));
        return item && String(item[TEMPLATE_ID]);
      },

      async add(account, name, template_id) {
        const change = { setIfAbsent: { [TEMPLATE_ID]: template_id } };
        const written = await table.updateAndRead(keys.byName(tenant, account, name), change);
        return written.done ? String(written.item[TEMPLATE_ID]) : template_id;
      },

      async forget(account, name, template_id) {
        await table.remove(keys.byName(tenant, account, name), { equals: { [TEMPLATE_ID]: template_id } });
      },
    }),

    /** Keeps a template as it was looked at, unless it was looked at later. Its `created_at` stays what it first was. */
    async put({ created_at, ...found }: Template): Promise<void> {
      const { tenant_id, id, last_synced_at } = found;
      const isDraft = found.status === 'draft';
      await table.update(
        keys.template(tenant_id, id),
        {
          set: {
            ...found,
            gsi1pk: keys.partition(tenant_id),
            ...(isDraft && { gsi2pk: keys.drafts(tenant_id), gsi2sk: id }),
          },
          setIfAbsent: { created_at, gsi1sk: `${created_at}#${id}` },
          ...(!isDraft && { remove: NO_DRAFT }),
        },
        { notExistsOrLessThan: { last_synced_at } },
      );
    },

    async get(tenant: string, id: string): Promise<Template | undefined> {
      const item = await table.get(keys.template(tenant, id));
      return item && template.parse(item);
    },

    /** Newest first, as Herald came to know them. With a filter, a page may be short, or empty, though another follows. */
    async page(tenant: string, { status, name, language }: TemplateFilter, range: Range): Promise<StorePage<Template>> {
      const page = await table.query({ pk: keys.partition(tenant), index: 'gsi1', newestFirst: true, ...range });
      const items = page.items.map((item) => template.parse(item));
      const isWanted = (one: Template) =>
        (status === undefined || one.status === status) &&
        (language === undefined || one.language === language) &&
        isNamed(one.name, name);
      return { items: items.filter(isWanted), last: page.last };
    },

    /** How many were not submitted yet, as the index shows them; of earlier versions, those looked at since. @returns at most `max` */
    async countDrafts(tenant: string, max: number): Promise<number> {
      return table.count({ pk: keys.drafts(tenant), index: 'gsi2' }, max);
    },

    /** Notes that a template is no longer at the provider. */
    async markGone({ tenant_id, id }: Pick<Template, 'tenant_id' | 'id'>, at: string): Promise<void> {
      const set = { status: 'gone', last_synced_at: at };
      await table.update(
        keys.template(tenant_id, id),
        { set, remove: NO_DRAFT },
        { exists: true, lessThan: { last_synced_at: at } },
      );
    },
  };
}
