import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { media, type Media } from './media.ts';

const keys = {
  media: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#MEDIA`, sk: `${keys.prefix}${id}` }),
  prefix: 'MEDIA#',
};

/** How long one is kept that has no good file, in milliseconds: as long as what was uploaded for it. */
const KEPT_FOR = 7 * 86_400_000;

/** What a check found. */
export type MediaVerdict = Partial<
  Pick<Media, 'status' | 'reasons' | 'media_type' | 'content_type' | 'size' | 'sha256'>
> & { readonly status: 'ready' | 'refused' };

export type MediaStore = ReturnType<typeof mediaStore>;

export function mediaStore(table: Table) {
  return {
    async add(draft: Media): Promise<void> {
      const expires_at = Math.ceil((Date.parse(draft.created_at) + KEPT_FOR) / 1_000);
      await table.put({ ...keys.media(draft.tenant_id, draft.id), ...draft, expires_at }, { exists: false });
    },

    async get(tenant: string, id: string): Promise<Media | undefined> {
      const item = await table.get(keys.media(tenant, id));
      return item && media.parse(item);
    },

    async page(tenant: string, range: Range): Promise<StorePage<Media>> {
      const { pk } = keys.media(tenant, '');
      const page = await table.query({ pk, prefix: keys.prefix, newestFirst: true, ...range });
      return { items: page.items.map((item) => media.parse(item)), last: page.last };
    },

    /** @returns how many there are, at most `max` */
    async count(tenant: string, max: number): Promise<number> {
      const { pk } = keys.media(tenant, '');
      return table.count({ pk, prefix: keys.prefix, consistent: true }, max);
    },

    /** Records what a check found. @returns undefined when another check came first, or the medium was removed */
    async conclude(
      { tenant_id, id }: Pick<Media, 'tenant_id' | 'id'>,
      found: MediaVerdict,
    ): Promise<Media | undefined> {
      const change = { set: found, ...(found.status === 'ready' && { remove: ['expires_at'] }) };
      const written = await table.updateAndRead(keys.media(tenant_id, id), change, {
        exists: true,
        equals: { status: 'waiting' },
      });
      return written.done ? media.parse(written.item) : undefined;
    },

    /** @returns false when there was none */
    async remove({ tenant_id, id }: Pick<Media, 'tenant_id' | 'id'>): Promise<boolean> {
      return (await table.remove(keys.media(tenant_id, id), { exists: true })).done;
    },
  };
}
