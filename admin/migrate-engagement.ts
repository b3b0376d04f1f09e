import type { Customer } from '../shared/customer/customer.ts';
import type { Customers } from '../shared/customer/customer.store.ts';
import type { Interactions } from '../shared/interaction/interaction.store.ts';
import type { Messages } from '../shared/message/message.store.ts';
import type { Item, Table } from '../shared/platform/table-client.ts';

export interface EngagementPorts {
  readonly customers: Pick<Customers, 'noteTap'>;
  readonly interactions: Pick<Interactions, 'newestOf' | 'get'>;
  readonly messages: Pick<Messages, 'conversionWrite'>;
  readonly table: Pick<Table, 'transact'>;
}

/** Earlier versions did not keep with a customer when they last tapped. */
export async function migrateLastTap(
  { tenant_id, id, same_as, last_tapped_at }: Customer,
  { customers, interactions }: EngagementPorts,
): Promise<void> {
  if (last_tapped_at !== undefined) return;
  const [newest] = await interactions.newestOf(tenant_id, id, 1);
  if (newest) await customers.noteTap(tenant_id, same_as ?? id, newest.clicked_at);
}

/** Earlier versions did not mark the message whose tap led to a conversion. @param item a conversion's row */
export async function migrateConversion(
  { pk, campaign_id, interaction_id }: Item,
  { interactions, messages, table }: EngagementPorts,
): Promise<void> {
  const tenant_id = String(pk).split('#')[1] ?? '';
  const found = await interactions.get(tenant_id, String(campaign_id), String(interaction_id));
  if (found?.conversion)
    await table.transact([messages.conversionWrite(tenant_id, found, found.conversion.converted_at)]);
}
