import type { Table } from '../shared/platform/table-client.ts';
import { installedTable } from './sdk-table.ts';
import { tenantStore } from '../shared/tenancy/tenant.store.ts';
import type { Installation } from './create-tenant.ts';

/** The table of an installation, of which this tenant must be. @throws Error when there is no such tenant */
export async function tableWithTenant(installation: Installation, tenant_id: string): Promise<Table> {
  const table = installedTable(installation);
  if (!(await tenantStore(table).get(tenant_id))) throw new Error(`There is no tenant ${tenant_id} here.`);
  return table;
}
