import { idsWithin } from '../platform/ids.ts';
import { pagesOf, positionBehind, searchPage, type Position, type Range, type StorePage } from '../platform/page.ts';
import type { Item, Page, Query, Table, TransactWrite } from '../platform/table-client.ts';
import { keys, type ConversionName } from './interaction.keys.ts';
import { accessOf, isSelected, isWhole, type Selection } from './interaction.selection.ts';
import { interaction, type AgentOutcome, type Conversion, type Interaction, type Tap } from './interaction.ts';

const FORGOTTEN_AT_ONCE = 100;
/** How many rows a page reads in search of what no index knows; and DynamoDB's limit for one batch read. */
const MAX_SCANNED = 1_000;
const SEARCHED_AT_ONCE = 100;

export type Interactions = ReturnType<typeof interactionStore>;

export function interactionStore(table: Table) {
  const parse = (item: Item): Interaction => interaction.parse(item);

  async function pageOf(query: Query): Promise<StorePage<Interaction>> {
    const page = await table.query({ ...query, newestFirst: true });
    return { items: page.items.map(parse), last: page.last };
  }

  /**
   * The interactions that a page of rows names, in the order of the rows.
   * @param campaign where the rows do not name it
   */
  async function namedBy(tenant_id: string, campaign: string | undefined, page: Page): Promise<StorePage<Interaction>> {
    const named = page.items.map(({ campaign_id = campaign, interaction_id }) =>
      keys.interaction({ tenant_id, campaign_id: String(campaign_id), id: String(interaction_id) }),
    );
    const found = new Map((await table.getAll(named)).map((item) => [String(item['sk']), parse(item)]));
    return { items: named.flatMap(({ sk }) => found.get(sk) ?? []), last: page.last };
  }

  return {
    /**
     * Records a tap once, in one transaction with another write: the tap's mark is put only if absent, or past its end.
     * @param also what the tap changes elsewhere
     * @returns false when the tap was recorded before, or when the other write's condition failed
     */
    async record(
      tap: Interaction,
      { key, key_lasts }: Pick<Tap, 'key' | 'key_lasts'>,
      also: TransactWrite,
    ): Promise<boolean> {
      const places = {
        gsi1pk: keys.byButton(tap.tenant_id, tap.campaign_id, tap.button_id),
        gsi1sk: tap.id,
        gsi2pk: keys.byCustomer(tap.tenant_id, tap.customer_id),
        gsi2sk: tap.id,
      };
      return table.transact([
        {
          put: {
            ...keys.tapMark(tap.tenant_id, tap.campaign_id, key),
            interaction_id: tap.id,
            expires_at: key_lasts && Math.ceil(key_lasts.until / 1000),
          },
          // The table's TTL deletes a mark hours or days after its end.
          where: key_lasts ? { absentOrLessThan: { expires_at: key_lasts.from / 1000 } } : { exists: false },
        },
        { put: { ...keys.interaction(tap), ...places, ...tap }, where: { exists: false } },
        { put: { ...keys.tapped(tap), interaction_id: tap.id } },
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

    /** A customer's newest taps in all campaigns: interaction ids sort by time. @param before those until this time; all by default */
    async newestOf(tenant: string, customer: string, limit: number, before?: string): Promise<Interaction[]> {
      const between = before === undefined ? {} : { between: idsWithin('int', undefined, before) };
      return [...(await pageOf({ pk: keys.byCustomer(tenant, customer), index: 'gsi2', limit, ...between })).items];
    },

    /**
     * A campaign's interactions, newest first; with `one_per`, those of the newest customers first. What no index knows is
     * searched for: such a page reads up to 1,000 rows, and may be short.
     */
    async page(tenant: string, campaign: string, selection: Selection, range: Range): Promise<StorePage<Interaction>> {
      const { query, named, rest } = accessOf(tenant, campaign, selection);
      const shown = (page: Page): Promise<StorePage<Interaction>> | StorePage<Interaction> =>
        named ? namedBy(tenant, campaign, page) : { items: page.items.map(parse), last: page.last };
      if (isWhole(rest)) return shown(await table.query({ ...query, newestFirst: true, ...range }));

      async function* rows() {
        const read = (after?: Position) =>
          table.query({ ...query, newestFirst: true, limit: SEARCHED_AT_ONCE, ...(after && { after }) });
        for await (const page of pagesOf<Page>(read, range.after)) {
          const { items } = await shown(page);
          const found = new Map(items.map((one) => [one.id, one]));
          for (const row of page.items) yield { row, one: found.get(idIn(row)) };
        }
      }
      let taken: string | undefined;
      return searchPage(rows(), {
        ...range,
        maxScanned: MAX_SCANNED,
        pick({ one }) {
          if (!one || !isSelected(one, rest)) return undefined;
          if (rest.one_per && one.customer_id === taken) return undefined;
          taken = one.customer_id;
          return one;
        },
        positionOf: ({ row, one }) =>
          // Behind all of the customer's taps, so that the next page begins with another's.
          rest.one_per && one?.customer_id === taken && taken !== undefined
            ? { pk: row['pk'], sk: keys.tappedPrefix(taken) }
            : positionBehind(row, query.index),
      });
    },

    /** The interactions with all campaigns that led to a conversion, the latest conversion first. */
    async pageOfConversions(tenant: string, range: Range): Promise<StorePage<Interaction>> {
      const page = await table.query({ pk: keys.conversions(tenant), index: 'gsi1', newestFirst: true, ...range });
      return namedBy(tenant, undefined, page);
    },

    /** Every interaction of a campaign, for recounting. */
    async *all(tenant: string, campaign: string): AsyncGenerator<Interaction> {
      const pk = keys.campaign(tenant, campaign);
      for await (const item of table.all({ pk, prefix: 'INTERACTION#', consistent: true })) yield parse(item);
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

    /**
     * Credits a conversion to an interaction.
     * @param also what the conversion changes elsewhere
     * @returns false when either of the two has been credited already
     */
    async credit(click: Interaction, conversion: Conversion, also?: TransactWrite): Promise<boolean> {
      const { campaign_id, id: interaction_id } = click;
      return table.transact([
        {
          put: {
            ...keys.conversion(click.tenant_id, conversion),
            gsi1pk: keys.conversions(click.tenant_id),
            gsi1sk: `${conversion.converted_at}#${interaction_id}`,
            campaign_id,
            interaction_id,
          },
          where: { exists: false },
        },
        { put: { ...keys.converted(click), interaction_id }, where: { exists: false } },
        {
          key: keys.interaction(click),
          change: { set: { conversion } },
          where: { exists: true, notExists: ['conversion'] },
        },
        ...(also ? [also] : []),
      ]);
    },

    /**
     * Removes personal data from a customer's taps, up to 100 at once; the taps stay counted.
     * @returns where the next begin, if there are more
     */
    async forget(tenant: string, customer: string, after?: Position): Promise<Position | undefined> {
      const list = { pk: keys.byCustomer(tenant, customer), index: 'gsi2' as const, limit: FORGOTTEN_AT_ONCE };
      const page = await table.query({ ...list, ...(after && { after }) });
      for (const item of page.items) {
        const change = { remove: ['response_message', 'metadata'] };
        await table.update(keys.interaction(parse(item)), change, { exists: true });
      }
      return page.last;
    },

    /** Keeps what came of the agent's answer to a tap. That it is unknown is no news where more is known. */
    async noteAgent(
      tenant_id: string,
      { campaign_id, interaction_id: id }: { readonly campaign_id: string; readonly interaction_id: string },
      agent: AgentOutcome,
    ): Promise<void> {
      const key = keys.interaction({ tenant_id, campaign_id, id });
      const isNews = agent.outcome === 'unknown' ? { notExists: ['agent'] } : {};
      await table.update(key, { set: { agent } }, { exists: true, ...isNews });
    },

    /** Keeps what the customer wrote after a tap; only the first answer. */
    async answer(tap: Interaction, response_message: string): Promise<void> {
      await table.update(keys.interaction(tap), { setIfAbsent: { response_message } }, { exists: true });
    },
  };
}

/** The id of the interaction that a row is, or names. */
function idIn({ interaction_id, id }: Item): string {
  return String(interaction_id ?? id);
}
