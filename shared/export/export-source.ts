import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import { messageFilter } from '../message/message-filter.ts';
import type { Messages } from '../message/message.store.ts';
import type { Position, Range } from '../platform/page.ts';
import { zonedTime } from '../platform/zoned-time.ts';
import { audiencePage, audienceTerms, type AudiencePorts } from '../preflight/audience-page.ts';
import type { Picker } from '../run/picker.ts';
import type { FactPorts } from '../segment/read-facts.ts';
import type { AuditEntries } from '../tenancy/audit.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { consentPages } from './consent-pages.ts';
import { customerPages } from './customer-pages.ts';
import {
  AUDIT,
  CONSENTS,
  CUSTOMERS,
  INTERACTIONS,
  MESSAGES,
  OF_CUSTOMER,
  type About,
  type Columns,
} from './export-columns.ts';
import { headOf, lineOf } from './export-lines.ts';
import type { Exports } from './export.store.ts';
import { exportGiven, type FileExport } from './export.ts';
import type { Pages } from './pages.ts';

/** How many rows are read at once: of customers, the largest of which has 98 KB, they need some 50 MB. */
const PAGE = 500;

export interface SourcePorts extends FactPorts, AudiencePorts {
  readonly auditEntries: Pick<AuditEntries, 'search'>;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly customers: Pick<Customers, 'get' | 'getAll' | 'lanePage' | 'ledgerPage' | 'page'>;
  readonly exports: Pick<Exports, 'segments'>;
  readonly interactions: Pick<Interactions, 'page' | 'pageOfCustomer'>;
  readonly messages: Pick<Messages, 'page' | 'betweenCustomers' | 'ofCustomers'>;
  readonly picker: Picker;
  readonly tenants: Pick<Tenants, 'get'>;
}

/** Some rows of an export as they stand in its file. */
export interface SourcePage {
  readonly text: string;
  readonly rows: number;
  /** Rows about people who were erased. */
  readonly left_out: number;
  readonly scanned: number;
  readonly last: Position | undefined;
}

export interface ExportSource {
  readonly head: string;
  page(after: Position | undefined): Promise<SourcePage>;
}

/**
 * The rows of an export: those that the list with the same filter shows, read by what reads that list.
 * @returns what is wrong with the campaign whose rows they are, where there are none
 */
export async function exportSource(
  found: FileExport,
  ports: SourcePorts,
): Promise<ExportSource | 'campaign.not_found' | 'campaign.changed'> {
  const { tenant_id: tenant, format, time_zone, created_at } = found;
  const expand = found.expand && { expand: found.expand };
  const given = exportGiven.parse({ kind: found.kind, filter: found.filter, format, time_zone, ...expand });
  const zoned = zonedTime(time_zone);

  function source<Item, Row>(
    columns: Columns<Row>,
    pages: Pages<Item>,
    rowsOf: (items: readonly Item[]) => readonly Row[] | Promise<readonly Row[]>,
  ): ExportSource {
    return {
      head: headOf(format, Object.keys(columns)),
      async page(after) {
        const { items, last, scanned = items.length } = await pages({ limit: PAGE, after });
        const rows = await rowsOf(items);
        const text = rows.map((row) => lineOf(format, columns, row, zoned)).join('');
        return { text, rows: rows.length, left_out: items.length - rows.length, scanned, last };
      },
    };
  }
  /** Of people who were erased no row is written, not even an id. */
  async function aboutPeople<Item extends { readonly customer_id: string }>(items: readonly Item[]) {
    const people = await ports.customers.getAll(tenant, [...new Set(items.map(({ customer_id }) => customer_id))]);
    const byId = new Map<string, Customer>(people.map((one) => [one.id, one]));
    return items.flatMap((item): About<Item>[] => {
      const customer = byId.get(item.customer_id);
      return customer ? [{ item, customer }] : [];
    });
  }
  const expanded = 'expand' in given && given.expand ? OF_CUSTOMER : {};

  switch (given.kind) {
    case 'messages': {
      const { campaign_id, ...filter } = given.filter;
      const campaign = await ports.campaigns.get(tenant, campaign_id);
      if (!campaign) return 'campaign.not_found';
      const keep = messageFilter(filter, campaign, Date.parse(created_at));
      const pages = (range: Range) => ports.messages.page(tenant, campaign_id, keep, range);
      return source({ ...MESSAGES, ...expanded }, pages, aboutPeople);
    }
    case 'interactions': {
      const { campaign_id, ...filter } = given.filter;
      const campaign = campaign_id === undefined ? undefined : await ports.campaigns.get(tenant, campaign_id);
      if (campaign_id !== undefined && !campaign) return 'campaign.not_found';
      const selection = { ...filter, taps_by_customer: campaign?.taps_by_customer };
      const pages = (range: Range) =>
        campaign_id === undefined
          ? ports.interactions.pageOfCustomer(tenant, filter.customer_id ?? '', range)
          : ports.interactions.page(tenant, campaign_id, selection, range);
      return source({ ...INTERACTIONS, ...expanded }, pages, aboutPeople);
    }
    case 'customers': {
      const segments = await ports.exports.segments(tenant, found.id);
      const { campaign_id, outcome = 'reached', ...figure } = given.filter;
      if (campaign_id !== undefined) {
        const campaign = await ports.campaigns.get(tenant, campaign_id);
        if (!campaign) return 'campaign.not_found';
        // A file is of one audience, however many steps write it.
        if (campaign.updated_at > created_at) return 'campaign.changed';
        const audience = { terms: await audienceTerms(campaign, Date.parse(created_at), ports), segments };
        const pages = (range: Range) => audiencePage(audience, { outcome, ...figure }, range, ports);
        return source(CUSTOMERS, pages, (items) => items);
      }
      const about = { tenant_id: tenant, filter: given.filter, segments, at: Date.parse(created_at) };
      return source(CUSTOMERS, customerPages(about, ports), (items) => items);
    }
    case 'consents':
      return source(CONSENTS, consentPages(tenant, given.filter, ports), aboutPeople);
    case 'audit': {
      const pages = (range: Range) => ports.auditEntries.search(tenant, given.filter, Date.parse(created_at), range);
      return source(AUDIT, pages, (items) => items);
    }
  }
}
