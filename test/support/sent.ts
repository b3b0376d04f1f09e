import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { linkToken } from '../../shared/message/link-token.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { buttonToken } from '../../shared/message/message-token.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import type { Json } from './api.ts';
import { beginWithoutRun } from './campaigns.ts';
import { tableOf } from './table.ts';
import { addCustomers, type TestTenant } from './tenant.ts';

/** A number that is tracked, and where its calls go. */
export const TRACKED = { phone_number: '+14155550100', forward_to: '+14155550199' };

export const BUTTONS = [
  { id: 'yes', title: 'Yes please', type: 'reply' },
  { id: 'shop', title: 'Open the shop', type: 'url', url: 'https://shop.example.com/spring?a=1' },
  { id: 'call', title: 'Call us', type: 'call', ...TRACKED },
];

/** A campaign's message that one customer has, and what its buttons carry. */
export interface Sent {
  readonly campaign: Json;
  readonly customer: Json;
  readonly message_id: string;
  readonly provider_sid: string;
  readonly reply_payload: string;
  readonly link: string;
}

/** A campaign with a button of each type that is under way without a run, and one customer who has its message. */
export async function sentTo(tenant: TestTenant, fields: object = {}, given?: Json): Promise<Sent> {
  const campaign = await beginWithoutRun(tenant, { buttons: BUTTONS, ...fields });
  const customer = given ?? (await addCustomers(tenant, 1, { name: 'Ana' }))[0];
  const of = { campaign_id: String(campaign.id), customer_id: String(customer.id) };
  const messages = messageStore(tableOf(tenant.served));
  const id = randomIds.next('msg');
  const now = Date.now();
  const draft = { ...of, id, status: 'sending' as const, attempts: 1, variables: [], holder: 'test', lease_until: now };
  await messages.claim(tenant.id, draft, now);
  const provider_sid = `SM${randomIds.secret().replaceAll(/\W/g, '0').slice(0, 32)}`;
  await messages.accept(tenant.id, of, provider_sid, new Date(now).toISOString());

  const secret = (await tenantStore(tableOf(tenant.served)).linkSecret(tenant.id)) ?? '';
  return {
    ...{ campaign, customer, message_id: id, provider_sid },
    reply_payload: buttonToken(of, 0),
    link: `/r/${linkToken({ ...of, tenant_id: tenant.id, place: 1 }, secret)}`,
  };
}

/** Every tap of a campaign that is entered, past the API. */
export async function tapsOf({ served, id }: TestTenant, campaign: string) {
  return Array.fromAsync(interactionStore(tableOf(served)).all(id, campaign));
}

/** A message that a customer writes, as Twilio posts it. */
export function inboundForm(
  { customer }: Pick<Sent, 'customer'>,
  parameters: Readonly<Record<string, string>>,
): string {
  const form = {
    MessageSid: `SM${randomIds.secret().replaceAll(/\W/g, '0').slice(0, 32)}`,
    From: `whatsapp:${customer.phone_number}`,
    To: 'whatsapp:+14155550111',
    Body: '',
    NumMedia: '0',
    ...parameters,
  };
  return new URLSearchParams(form).toString();
}
