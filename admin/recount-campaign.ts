import { isDeepStrictEqual } from 'node:util';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { recount } from '../shared/analytics/recount.ts';
import { rollupStore } from '../shared/analytics/rollup.store.ts';
import { interactionStore } from '../shared/interaction/interaction.store.ts';
import { messageStore } from '../shared/message/message.store.ts';
import { tableClient } from '../shared/platform/table-client.ts';
import type { Installation } from './create-tenant.ts';

/** Counts a campaign's ledger again and compares it with the roll-up that its report is read from. */
export async function recountCampaign({ tableName, access }: Installation, tenant: string, campaign: string) {
  const table = tableClient(tableName, new DynamoDBClient(access));
  const ledger = await recount(tenant, campaign, {
    messages: messageStore(table),
    interactions: interactionStore(table),
  });
  const rollup = await rollupStore(table).read(tenant, campaign);
  const agree = isDeepStrictEqual(ledger, rollup);
  return { agree, ledger, rollup };
}
