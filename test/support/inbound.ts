import type { Item } from '../../shared/platform/table-client.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import type { Answer } from './api.ts';
import { inboundForm, type Sent } from './sent.ts';
import { post } from './status-callback.ts';
import { tableOf } from './table.ts';
import type { TestTenant } from './tenant.ts';

type Parameters = Readonly<Record<string, string>>;

/** Posts what somebody writes to a tenant, signed as Twilio signs it. */
export function tell(
  tenant: Pick<TestTenant, 'served' | 'credentials' | 'id'>,
  from: Pick<Sent, 'customer'>,
  parameters: Parameters,
): Promise<Answer> {
  return post(tenant, { path: `/webhooks/twilio/${tenant.id}/inbound`, form: inboundForm(from, parameters) });
}

/** Posts a tap on the first button of what a customer has, as Twilio tells of it. */
export function tap(tenant: TestTenant, sent: Sent, parameters: Parameters = {}): Promise<Answer> {
  const { title } = sent.campaign.buttons[0];
  return tell(tenant, sent, {
    MessageType: 'interactive',
    Body: title,
    ButtonText: title,
    ButtonPayload: sent.reply_payload,
    OriginalRepliedMessageSid: sent.provider_sid,
    ...parameters,
  });
}

/** Everything that is kept of what a customer wrote. */
export async function inboundsOf({ served, id }: TestTenant, customer: string): Promise<Item[]> {
  return Array.fromAsync(tableOf(served).all({ pk: `TENANT#${id}#CUSTOMER#${customer}#INBOUND` }));
}

/** The message's row, with what no route shows of it. */
export function messageOf({ served, id }: TestTenant, { campaign, customer }: Pick<Sent, 'campaign' | 'customer'>) {
  return messageStore(tableOf(served)).get(id, { campaign_id: campaign.id, customer_id: customer.id });
}
