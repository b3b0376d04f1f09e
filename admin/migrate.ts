import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

import { customer } from '../shared/customer/customer.ts';
import { customerStore } from '../shared/customer/customer.store.ts';
import { interactionStore } from '../shared/interaction/interaction.store.ts';
import { messageStore } from '../shared/message/message.store.ts';
import { unifyNumber } from '../shared/customer/unify-number.ts';
import { classify } from '../shared/provider/twilio/error-codes.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { randomIds as ids } from '../shared/platform/ids.ts';
import { sideBySide } from '../shared/platform/side-by-side.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { tableBySdk } from './sdk-table.ts';
import type { Installation } from './create-tenant.ts';
import { migrateConversion, migrateLastTap } from './migrate-engagement.ts';
import { tablePages } from './table-pages.ts';

/** Items read at once; the position is written after them. */
const PAGE = 500;
/** Customers looked at side by side. */
const AT_ONCE = 8;

/** How far the pass has come; another one goes on there. */
const progress = z.object({
  after: z.object({ pk: z.string(), sk: z.string() }),
  moved: z.int(),
  linked: z.int(),
  customers: z.int(),
});

/** The sort key of a conversion's row. */
const CONVERSION = 'CONVERSION';

const POSITION = { pk: 'MIGRATION#canonical-numbers', sk: 'MIGRATION' };

/**
 * Brings rows of earlier versions into today's form: numbers become unique under one spelling, and nobody stays suppressed for a
 * code that is not about them; and audiences find who tapped last and who converted. Goes through the table once, in
 * pages; a pass that was interrupted goes on where it was, and another pass changes nothing.
 * @param bounds `pages` ends the pass early, as an interruption would
 */
export async function migrate(
  { tableName, access }: Pick<Installation, 'tableName' | 'access'>,
  { pageSize = PAGE, pages = Infinity }: { readonly pageSize?: number; readonly pages?: number } = {},
) {
  const client = new DynamoDBClient(access);
  const table = tableBySdk(tableName, client);
  const ports = {
    ...{ table, ids, customers: customerStore(table) },
    ...{ interactions: interactionStore(table), messages: messageStore(table) },
  };

  const stored = await table.get(POSITION);
  const resumed = stored && progress.parse(stored);
  const { customers = 0, moved = 0, linked = 0 } = resumed ?? {};
  const count = { customers, moved, linked };
  const wanted = {
    Limit: pageSize,
    FilterExpression: 'begins_with(sk, :prefix) OR sk = :conversion',
    ExpressionAttributeValues: { ':prefix': 'CUSTOMER#', ':conversion': CONVERSION },
  };
  let left = pages;
  for await (const { items, last } of tablePages(client, tableName, resumed?.after, wanted)) {
    const results = await sideBySide(items, AT_ONCE, async (item) => {
      if (item['sk'] === CONVERSION) return migrateConversion(item, ports);
      const found = customer.parse(item);
      await migrateLastTap(found, ports);
      // Earlier versions took some refusals for the person's that are about the account.
      if (found.suppressed && classify(found.suppressed.code) === 'sandbox')
        await ports.customers.endSuppression(found);
      return unifyNumber(found, timestamp(systemClock.now()), ports);
    });
    count.customers += items.filter(({ sk }) => sk !== CONVERSION).length;
    count.moved += results.filter((result) => result === 'moved').length;
    count.linked += results.filter((result) => result === 'linked').length;
    if (!last) {
      await table.remove(POSITION);
      return { complete: true, resumed: resumed !== undefined, ...count };
    }
    await table.put({ ...POSITION, after: last, ...count });
    left -= 1;
    if (left === 0) break;
  }
  return { complete: false, resumed: resumed !== undefined, ...count };
}
