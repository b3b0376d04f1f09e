import { sha256 } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Query, Table, TransactWrite } from '../platform/table-client.ts';
import { interaction, type Conversion, type Interaction } from './interaction.ts';

const keys = {
  campaign: (tenant: string, campaign: string) => `TENANT#${tenant}#CAMPAIGN#${campaign}`,
  interaction: ({ tenant_id, campaign_id, id }: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'id'>) => ({
    pk: keys.campaign(tenant_id, campaign_id),
    sk: `INTERACTION#${id}`,
  }),
  /** Makes a tap count once, however often it is reported. */
  tapMark: (tenant: string, campaign: string, key: string) => ({
    pk: keys.campaign(tenant, campaign),
    sk: `TAP#${sha256(key)}`,
  }),
  /** Makes a conversion count once for the whole tenant. */
  conversion: (tenant: string, { conversion_type, conversion_reference_id }: ConversionName) => ({
    pk: `TENANT#${tenant}#CONVERSION#${sha256(`${conversion_type}\n${conversion_reference_id}`)}`,
    sk: 'CONVERSION',
  }),
  converted: (reference: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'id'>) => ({
    ...keys.interaction(reference),
    sk: `CONVERTED#${reference.id}`,
  }),
  byButton: (tenant: string, campaign: string, button: string) => `${keys.campaign(tenant, campaign)}#BUTTON#${button}`,
  byCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#INTERACTIONS`,
};

export type ConversionName = Pick<Conversion, 'conversion_type' | 'conversion_reference_id'>;

/** Selects a campaign's interactions: all, those of a button or a customer, or those that led to a conversion. */
export interface Selection {
  readonly button_id?: string | undefined;
  readonly customer_id?: string | undefined;
  readonly converted?: boolean | undefined;
}

export type Interactions = ReturnType<typeof interactionStore>;

export function interactionStore(table: Table) {
  const parse = (item: Item): Interaction => interaction.parse(item);

  async function pageOf(query: Query): Promise<StorePage<Interaction>> {
    const page = await table.query({ ...query, newestFirst: true });
    return { items: page.items.map(parse), last: page.last };
  }

  async function convertedPage(tenant: string, campaign: string, range: Range): Promise<StorePage<Interaction>> {
    const page = await table.query({
      pk: keys.campaign(tenant, campaign),
      prefix: 'CONVERTED#',
      newestFirst: true,
      ...range,
    });
    const found = await table.getAll(
      page.items.map(({ interaction_id }) =>
        keys.interaction({ tenant_id: tenant, campaign_id: campaign, id: String(interaction_id) }),
      ),
    );
    return { items: found.map(parse).sort((a, b) => (a.id < b.id ? 1 : -1)), last: page.last };
  }

  return {
    /**
     * Records a tap once, in one transaction with another write: the tap's mark is put only if absent.
     * @param also what the tap changes elsewhere
     * @returns false when the tap was recorded before, or when the other write's condition failed
     */
    async record(tap: Interaction, key: string, also: TransactWrite): Promise<boolean> {
      const places = {
        gsi1pk: keys.byButton(tap.tenant_id, tap.campaign_id, tap.button_id),
        gsi1sk: tap.id,
        gsi2pk: keys.byCustomer(tap.tenant_id, tap.customer_id),
        gsi2sk: tap.id,
      };
      return table.transact([
        {
          put: { ...keys.tapMark(tap.tenant_id, tap.campaign_id, key), interaction_id: tap.id },
          where: { exists: false },
        },
        { put: { ...keys.interaction(tap), ...places, ...tap }, where: { exists: false } },
        also,
      ]);
    },

    /** The interaction of a tap, if it was recorded. */
    async byTap(tenant: string, campaign: string, key: string): Promise<Interaction | undefined> {
      const mark = await table.get(keys.tapMark(tenant, campaign, key));
      return mark && this.get(tenant, campaign, String(mark['interaction_id']));
    },

    async get(tenant_id: string, campaign_id: string, id: string): Promise<Interaction | undefined> {
      const item = await table.get(keys.interaction({ tenant_id, campaign_id, id }));
      return item && parse(item);
    },

    /** A customer's newest taps in all campaigns: interaction ids sort by time. */
    async newestOf(tenant: string, customer: string, limit: number): Promise<Interaction[]> {
      return [...(await this.pageOfCustomer(tenant, customer, { limit })).items];
    },

    /** A campaign's interactions, newest first. */
    async page(tenant: string, campaign: string, selection: Selection, range: Range): Promise<StorePage<Interaction>> {
      const { button_id, customer_id, converted } = selection;
      if (converted) return convertedPage(tenant, campaign, range);
      if (button_id) {
        return pageOf({ pk: keys.byButton(tenant, campaign, button_id), index: 'gsi1', ...range });
      }
      const query = { pk: keys.campaign(tenant, campaign), prefix: 'INTERACTION#', ...range };
      if (!customer_id) return pageOf(query);
      // A customer taps a campaign a few times at most, so one page of their taps holds them all.
      const theirs = await this.pageOfCustomer(tenant, customer_id, range);
      return { ...theirs, items: theirs.items.filter(({ campaign_id }) => campaign_id === campaign) };
    },

    /** Every interaction of a campaign, for recounting. */
    async *all(tenant: string, campaign: string): AsyncGenerator<Interaction> {
      for await (const item of table.all({ pk: keys.campaign(tenant, campaign), prefix: 'INTERACTION#' }))
        yield parse(item);
    },

    /** A customer's interactions with all campaigns, newest first. */
    async pageOfCustomer(tenant: string, customer: string, range: Range): Promise<StorePage<Interaction>> {
      return pageOf({ pk: keys.byCustomer(tenant, customer), index: 'gsi2', ...range });
    },

    /** The interaction that a conversion was credited to, if any. */
    async credited(
      tenant: string,
      name: ConversionName,
    ): Promise<{ campaign_id: string; interaction_id: string } | undefined> {
      const item = await table.get(keys.conversion(tenant, name));
      return item && { campaign_id: String(item['campaign_id']), interaction_id: String(item['interaction_id']) };
    },

    /** Credits a conversion to an interaction. @returns false when either of the two has been credited already */
    async credit(click: Interaction, conversion: Conversion): Promise<boolean> {
      const { campaign_id, id: interaction_id } = click;
      return table.transact([
        {
          put: { ...keys.conversion(click.tenant_id, conversion), campaign_id, interaction_id },
          where: { exists: false },
        },
        { put: { ...keys.converted(click), interaction_id }, where: { exists: false } },
        {
          key: keys.interaction(click),
          change: { set: { conversion } },
          where: { exists: true, notExists: ['conversion'] },
        },
      ]);
    },

    /** Removes personal data from a customer's taps; the taps stay counted. */
    async forget(tenant: string, customer: string): Promise<void> {
      for await (const item of table.all({ pk: keys.byCustomer(tenant, customer), index: 'gsi2' })) {
        const change = { remove: ['response_message', 'metadata'] };
        await table.update(keys.interaction(parse(item)), change, { exists: true });
      }
    },

    /** Keeps what the customer wrote after a tap; only the first answer. */
    async answer(tap: Interaction, response_message: string): Promise<void> {
      await table.update(keys.interaction(tap), { setIfAbsent: { response_message } }, { exists: true });
    },
  };
}
