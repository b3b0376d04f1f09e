import * as z from 'zod';

import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Customers } from './customer.store.ts';
import { customerWire } from './customer.ts';

/** The query parameter of routes whose answers name customers. */
export const expand = z.literal('customer').optional().describe('`customer` adds each customer that is named.');

/** A field of what names a customer: there only when asked for, null when the customer was erased. */
export const expandedCustomer = {
  customer: customerWire
    .nullable()
    .optional()
    .describe('Only with `expand=customer`; null when the customer was erased.'),
};

/**
 * Adds to each its customer, in one request.
 * @param named at most 100, as in a page of a list
 * @throws HeraldError 403 when the caller may not read customers
 */
export async function expandCustomers<Named extends { readonly customer_id: string }>(
  caller: Pick<Caller, 'tenant_id' | 'scopes'>,
  named: readonly Named[],
  customers: Pick<Customers, 'getAll'>,
) {
  requireScope(caller, 'customers:read');
  const found = await customers.getAll(caller.tenant_id, [...new Set(named.map(({ customer_id }) => customer_id))]);
  const byId = new Map(found.map((customer) => [customer.id, customer]));
  return named.map((one) => ({ ...one, customer: byId.get(one.customer_id) ?? null }));
}
