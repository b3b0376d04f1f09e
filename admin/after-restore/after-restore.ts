import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { timestamp } from '../../shared/platform/clock.ts';
import { tableBySdk } from '../sdk-table.ts';
import { systemClock } from '../../shared/platform/system-clock.ts';
import type { Installation } from '../create-tenant.ts';
import { tablePages } from '../table-pages.ts';
import { checkTable } from './check-table.ts';
import type { RestoreProgress } from './progress.store.ts';
import { restorePorts, type AfterRestorePorts } from './restore-ports.ts';
import { restoreTenant, type RestoredTenant } from './restore-tenant.ts';

export interface Restored {
  readonly table: string;
  readonly restored_to: string;
  /** Until `npm run admin -- resume-sending`. */
  readonly sending: 'stopped';
  readonly tenants: readonly RestoredTenant[];
  readonly advice: string;
}

const NEXT =
  'Nothing is sent from this table yet. Turn its stream on, deploy the stage with it, look at the campaigns that are held, then resume-sending.';
const UNCHECKED =
  'Of the campaigns that are unchecked nobody knows whom they went to since: repair what unasked says and repeat this command, or do not resume them. ';

/**
 * Makes a restored table ready for use, before a stream is connected to it: stops sending, pauses what may have been sent to people
 * whom the table does not know of, makes those unknown whom the provider lists, and makes all counters anew. It goes on where an
 * earlier one was ended, and doing it twice does nothing twice.
 * @param time whose state the table has @param ports of the installation, unless they are given
 * @throws Error when the table is in use, or lacks an index
 */
export async function afterRestore(
  installation: Installation,
  time: string,
  ports?: AfterRestorePorts,
): Promise<Restored> {
  const { tableName, access } = installation;
  // However it is spelt, it is the same restore.
  const restored_to = timestamp(Date.parse(time));
  const client = new DynamoDBClient(access);
  await checkTable(client, tableName);
  const { sendingSwitch, ...rest } = ports ?? restorePorts(installation, tableBySdk(tableName, client), restored_to);
  // The restored table may be of a time at which sending was permitted.
  await sendingSwitch.stop();
  const restore = { restored_to, now: systemClock.now() };
  const tenants: RestoredTenant[] = [];
  for await (const page of tenantPages(client, tableName, rest.progress))
    for (const tenant of page) tenants.push(await restoreTenant(tenant, restore, rest));
  const advice = tenants.some(({ unchecked }) => unchecked.length > 0) ? UNCHECKED + NEXT : NEXT;
  return { table: tableName, restored_to, sending: 'stopped', tenants, advice };
}

/** The ids of all tenants: there is no list of them but the table itself. A page is done when the next one is asked for. */
async function* tenantPages(
  client: DynamoDBClient,
  TableName: string,
  progress: Pick<RestoreProgress, 'position' | 'setPosition'>,
): AsyncGenerator<string[]> {
  const tenants = {
    FilterExpression: 'sk = :tenant',
    ProjectionExpression: 'id',
    ExpressionAttributeValues: { ':tenant': 'TENANT' },
  };
  for await (const { items, last } of tablePages(client, TableName, await progress.position(), tenants)) {
    yield items.map(({ id }) => String(id));
    await progress.setPosition(last);
  }
}
