import type { Item } from '../../shared/platform/table-client.ts';

const MADE = '2026-05-01T00:00:00.000Z';
/** What version 0.1.0 stored before numbers had a canonical spelling: one row for the number as it was written. */
export const EARLIER = { tenant_id: 'ten_01J00000000000000000000001', ana: 'cus_01J00000000000000000000001' };

interface EarlierCustomer {
  readonly id: string;
  readonly lane: string;
  readonly phone_number: string;
  readonly fields?: object;
  readonly consent?: {
    readonly status: string;
    readonly source: string;
    readonly at: string;
    readonly text: string | null;
  };
}

/** The items of a customer as version 0.1.0 wrote them. */
export function earlierCustomer({ id, lane, phone_number, fields, consent }: EarlierCustomer): Item[] {
  const pk = `TENANT#${EARLIER.tenant_id}#CUSTOMERS#${lane}`;
  const customer = {
    ...{ pk, sk: `CUSTOMER#${id}`, id, tenant_id: EARLIER.tenant_id, phone_number, country: 'MX', name: null },
    ...{ language: null, timezone: 'America/Mexico_City', tags: [], attributes: {} },
    ...{ created_at: MADE, updated_at: MADE, last_inbound_at: null },
    consent: consent ?? { status: 'unknown', source: null, text: null, at: null },
    ...fields,
  };
  const entry = consent && {
    ...{ pk, sk: `CONSENT#${id}#${consent.at}#${id.replace('cus', 'con')}`, id: id.replace('cus', 'con') },
    ...{ ...consent, created_at: consent.at },
  };
  const number = { pk: `TENANT#${EARLIER.tenant_id}#PHONE#${phone_number}`, sk: 'PHONE', customer_id: id };
  return [customer, number, ...(entry ? [entry] : [])];
}

/** One person of Mexico as two customers: imported with consent, and made by a message from the other spelling that said STOP. */
export function twiceStored(): Item[] {
  return [
    ...earlierCustomer({
      ...{ id: EARLIER.ana, lane: '05', phone_number: '+525512345601' },
      fields: { name: 'Ana', tags: ['vip'], attributes: { city: 'Puebla' } },
      consent: { status: 'opted_in', source: 'shop', text: null, at: MADE },
    }),
    ...earlierCustomer({
      ...{ id: 'cus_01J00000000000000000000002', lane: '11', phone_number: '+5215512345601' },
      fields: {
        name: 'Ana M.',
        tags: ['news'],
        created_at: '2026-05-02T00:00:00.000Z',
        last_inbound_at: '2026-05-03T00:00:00.000Z',
      },
      consent: { status: 'opted_out', source: 'whatsapp', text: 'STOP', at: '2026-05-03T00:00:00.000Z' },
    }),
  ];
}
