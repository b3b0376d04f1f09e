import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import { scheduleName } from '../../shared/campaign/schedule.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { pagesOf, type StorePage } from '../../shared/platform/page.ts';
import { systemClock } from '../../shared/platform/system-clock.ts';
import type { Item, Table } from '../../shared/platform/table-client.ts';
import { tableBySdk } from '../sdk-table.ts';
import { apiKeyStore } from '../../shared/tenancy/api-key.store.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import type { Tenant } from '../../shared/tenancy/tenant.ts';
import type { Installation } from '../create-tenant.ts';
import { outsideOf, type Outside } from './outside.ts';
import { NO_COUNTS, pass, totalOf, type Counts } from './pass.ts';
import { removalStore, type Removal } from './removal.store.ts';

/** How long (milliseconds) whoever had begun to work for the tenant may go on: longer than functions that write of people run. */
const SETTLES = 120_000;
/** How often the table is gone through until a pass finds nothing. */
const MAX_PROOFS = 5;

export interface RemoveOptions {
  /** The tenant's name, as the operator has typed it. */
  readonly confirm?: string | undefined;
  /** Shorter in tests. */
  readonly settles?: number;
  /** What is called after each page of the table: a test ends the command there. */
  readonly afterPage?: () => Promise<void>;
}

const EXPORT_FIRST =
  'What is removed cannot be brought back. Export what the tenant is to keep first (POST /v1/exports for customers, consents, messages, interactions and conversions), ' +
  'and download it: its files are removed, too. Then repeat the command with --confirm and the name.';

/** What is not Herald's to remove, or goes by itself. */
const ELSEWHERE = [
  'Point-in-time recovery has the table as it was for 35 days, and your own backups as long as you keep them: after a restore, repeat this command.',
  'The stream has every change for 24 hours, and queues have ids for up to 14 days.',
  'Logs, traces and executions have ids: logs as long as the stage keeps them, executions 90 days.',
  'Templates and messages at the provider are in the tenant’s own account there.',
  'People of a user pool of the stage stay its users: delete those who belong to no other tenant in Cognito.',
];

interface Ports {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly table: Table;
  readonly outside: Outside;
}

/**
 * Removes a tenant with everything that it has, and proves it: the last pass goes through every row of the table, under whatever key,
 * and finds none that names it. It goes on where an earlier one was ended. Other tenants' rows are not touched.
 * @returns without `confirm`, what is to be done first
 * @throws Error when the name is another one, or when something is left
 */
export async function removeTenant(
  installation: Installation,
  tenant_id: string,
  { confirm, settles = SETTLES, afterPage = async () => undefined }: RemoveOptions,
  outside: Outside = outsideOf(installation),
) {
  const client = new DynamoDBClient(installation.access);
  const { tableName } = installation;
  const table = tableBySdk(tableName, client);
  const ports: Ports = { client, tableName, table, outside };
  const tenant = await tenantStore(table).get(tenant_id);
  let found = NO_COUNTS;
  let besides = { files: 0, schedules: 0 };
  if (tenant) {
    const { name } = tenant;
    if (confirm === undefined) return { tenant_id, name, removed: false, advice: EXPORT_FIRST };
    if (confirm !== name) throw new Error(`The tenant ${tenant_id} has another name: nothing was removed.`);
    const removal = removalStore(table, tenant_id);
    const begun = (await removal.get()) ?? (await stopEverything(tenant, ports, removal));
    await systemClock.sleepUntil(Date.parse(begun.stopped_at) + settles);
    besides = { files: await ports.outside.removeFiles(tenant_id), schedules: await removeSchedules(tenant_id, ports) };
    found = await pass({
      ...{ ...ports, tenant_id, isKept: isLast },
      ...(begun.after && { from: { after: begun.after, counts: begun.counts } }),
      async keep(position) {
        await removal.put({ ...begun, ...position });
        await afterPage();
      },
    });
    // Last: until now they said that there is something to go on with, and where.
    await removal.remove();
    await table.remove({ pk: `TENANT#${tenant_id}`, sk: 'TENANT' });
  }
  return { tenant_id, removed: true, found: found.removed, ...besides, ...(await prove(tenant_id, ports, settles)) };
}

/** Nobody gets in any more, and nothing gets out: keys first, since whoever has one could permit sending again. */
async function stopEverything(
  { id }: Tenant,
  { table, outside }: Ports,
  removal: ReturnType<typeof removalStore>,
): Promise<Removal> {
  const keys = apiKeyStore(table);
  for (const { key_hash } of await Array.fromAsync(keys.all(id))) await keys.removeByHash(key_hash);
  for await (const { pk, sk } of table.all({ pk: `TENANT#${id}#MEMBERS`, consistent: true }))
    await table.remove({ pk: String(pk), sk: String(sk) });
  const now = timestamp(systemClock.now());
  await tenantStore(table).change(id, { sending: 'stopped', updated_at: now });
  await outside.removeSecret(id);
  return removal.put({ stopped_at: now, counts: NO_COUNTS });
}

async function removeSchedules(tenant_id: string, { table, outside }: Ports): Promise<number> {
  const campaigns = campaignStore(table);
  const read = (after: StorePage<Campaign>['last']) => campaigns.page(tenant_id, undefined, { limit: 100, after });
  let count = 0;
  for await (const { items } of pagesOf<StorePage<Campaign>>(read))
    for (const campaign of items.filter(({ scheduled_at }) => scheduled_at !== undefined))
      if (await outside.removeSchedule(scheduleName(campaign))) count += 1;
  return count;
}

/** The tenant's own row, and how far its removal is. */
function isLast({ pk, sk }: Item): boolean {
  return String(pk).split('#').length === 2 && (sk === 'TENANT' || sk === 'REMOVAL');
}

export interface Proof {
  readonly at: string;
  readonly rows_read: number;
  readonly rows_left: 0;
  readonly files_left: 0;
  readonly secret_left: false;
}

/**
 * Goes through everything until a pass finds nothing: what was removed may come back once, as the counters of messages that are
 * removed do, or from a function that had begun before.
 */
async function prove(tenant_id: string, ports: Ports, settles: number) {
  let left: Counts = NO_COUNTS;
  const late: Record<string, number>[] = [];
  for (let tried = 0; tried < MAX_PROOFS; tried += 1) {
    await systemClock.sleepUntil(systemClock.now() + settles);
    const files = await ports.outside.removeFiles(tenant_id);
    left = await pass({ ...ports, tenant_id, isKept: () => false });
    const hasSecret = (await ports.outside.removeSecret(tenant_id)) || (await ports.outside.hasSecret(tenant_id));
    if (totalOf(left.unexpected) > 0) break;
    if (files === 0 && !hasSecret && totalOf(left.removed) === 0) {
      const at = timestamp(systemClock.now());
      const proof: Proof = { at, rows_read: left.read, rows_left: 0, files_left: 0, secret_left: false };
      return { late, proof, kept_elsewhere: ELSEWHERE };
    }
    late.push({ ...left.removed });
  }
  throw new Error(
    `Rows that name the tenant are left, by kind: ${JSON.stringify({ ...left.removed, ...left.unexpected })}. ` +
      'Something still writes them, or a version that this command does not know has. Repeat it; if they stay, look at them.',
  );
}
