import type { Campaign } from '../../shared/campaign/campaign.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import type { Button } from '../../shared/content/button.ts';
import { customerStore } from '../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../shared/customer/draft-customer.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import type { Ids } from '../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../shared/platform/lanes.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import type { Item } from '../../shared/platform/table-commands.ts';
import type { Key } from '../../shared/platform/table.ts';
import { senderStore } from '../../shared/sender/sender.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import { idOfNumber } from './ids.ts';

const HOUR = 3_600_000;
const FIRST_NUMBER = 10_000_000;
/** There are so many numbers behind the prefix. */
export const MAX_CUSTOMERS = 80_000_000;
const PREFIX = '+49151';

const BUTTONS: Button[] = [
  { id: 'yes', title: 'Yes', type: 'reply' },
  { id: 'site', title: 'Site', type: 'url', url: 'https://shop.example/autumn' },
];

export interface TenantTerms {
  readonly name: string;
  readonly customers: number;
  /** Messages per second. */
  readonly rate: number;
  /** When its campaign begins, in milliseconds after the world does. */
  readonly begins: number;
}

export interface Tenant extends TenantTerms {
  readonly tenant_id: string;
  readonly sender_number: string;
  readonly account_sid: string;
  readonly campaign: Campaign;
}

/** The number of a customer, the same for every tenant. */
export function phoneOf(n: number): string {
  return `${PREFIX}${FIRST_NUMBER + n}`;
}

export function customerOfPhone(phone_number: string): number {
  return Number(phone_number.slice(PREFIX.length)) - FIRST_NUMBER;
}

const customerIdOf = (n: number, made: number) => idOfNumber('cus', made, n);

/**
 * A tenant with a sender, a campaign and one customer, as the real stores write them, and all other customers as copies of that one's
 * row. The rows of numbers are made of their keys, when somebody asks for one.
 */
export async function addTenant(
  terms: TenantTerms,
  place: number,
  {
    table,
    rows,
    seed,
    ids,
    now,
  }: {
    readonly table: Table;
    /** Every row that has been written. */
    readonly rows: () => readonly Item[];
    readonly seed: (item: Item) => void;
    readonly ids: Ids;
    readonly now: number;
  },
): Promise<{ readonly tenant: Tenant; readonly made: (key: Key) => Item | undefined }> {
  const tenant_id = ids.next('ten');
  const sender_id = ids.next('snd');
  const created = now - HOUR;
  const dates = { created_at: timestamp(created), updated_at: timestamp(created) };
  const sender_number = `+1555000${1000 + place}`;
  await tenantStore(table).add({ id: tenant_id, name: terms.name, ...dates });
  await senderStore(table).add({
    ...{ id: sender_id, tenant_id, name: 'Main', phone_number: sender_number, rate: terms.rate },
    ...dates,
  });
  const campaign: Campaign = {
    ...{ id: ids.next('cmp'), tenant_id, sender_id, name: 'Autumn' },
    ...{ message_content: 'Hi {{name | default: "friend"}}!', media_type: 'text', language: 'en', contents: [] },
    ...{ category: 'utility', send_as: 'template', buttons: BUTTONS, target_criteria: { all: true } },
    ...{ attribution_window_hours: 72, status: 'draft', run: 0, ...dates },
  };
  await campaignStore(table).add(campaign);

  const before = new Set(rows());
  const about = { tenant_id, id: customerIdOf(0, created), consent_id: ids.next('con'), now: dates.created_at };
  const consent = { status: 'opted_in' as const, source: 'web' };
  const given = { phone_number: phoneOf(0), name: 'Ana Souza', language: 'pt-BR', tags: ['regular'], consent };
  const draft = draftCustomer({ ...given, attributes: { city: 'Recife' } }, about);
  await customerStore(table).upsertAll([draft], new Map());
  const written = rows().filter((row) => !before.has(row));
  const row = written.find(({ sk }) => String(sk).startsWith('CUSTOMER#'));
  const number = written.find(({ sk }) => sk === 'PHONE');
  if (!row || !number) throw new Error('A customer is stored in other rows than this simulation knows.');
  for (let n = 1; n < terms.customers; n++) {
    const id = customerIdOf(n, created);
    const pk = `TENANT#${tenant_id}#CUSTOMERS#${laneName(laneOf(id))}`;
    seed({ ...row, pk, sk: `CUSTOMER#${id}`, id, phone_number: phoneOf(n) });
  }
  const phones = `TENANT#${tenant_id}#PHONE#`;
  return {
    tenant: { ...terms, tenant_id, sender_number, account_sid: `AC${String(place).padStart(32, '0')}`, campaign },
    made({ pk, sk }) {
      if (sk !== 'PHONE' || !pk.startsWith(phones)) return undefined;
      const n = customerOfPhone(pk.slice(phones.length));
      return n > 0 && n < terms.customers ? { ...number, pk, sk, customer_id: customerIdOf(n, created) } : undefined;
    },
  };
}
