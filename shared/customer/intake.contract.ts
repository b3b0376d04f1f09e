import * as z from 'zod';

import { route } from '../contract/route.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { customerWire } from './customer.ts';
import { customerGiven } from './draft-customer.ts';

// Separate from the other routes, because only these two need the numbering plans: 118 KB of a bundle.

const shared = { scope: 'customers:manage' } as const;

export const createCustomer = route({
  ...shared,
  id: 'customer.create',
  method: 'POST',
  path: '/v1/customers',
  entry: 'functions/api/customer/create-customer.ts',
  summary: 'Add the customer of a number, or change the one it has; the id stays',
  request: { body: customerGiven },
  response: customerWire,
  // A stored answer would outlive the customer's erasure, and an upsert can run twice.
  repeat: 'run',
  errors: [],
  grants: POST_GRANTS,
});

export const importCustomers = route({
  ...shared,
  id: 'customer.import',
  method: 'POST',
  path: '/v1/customers/import',
  entry: 'functions/api/customer/import-customers.ts',
  summary: 'Add or change customers from a CSV file; good rows go in, bad rows are reported by line',
  request: { body: z.string(), contentType: 'text/csv', maximumBytes: 5_000_000 },
  response: z.object({
    imported: z.int(),
    updated: z.int(),
    rejected: z.int(),
    /** The first 1,000 errors; `column` is null when the fault is in the row as a whole. */
    errors: z.array(z.object({ line: z.int(), column: z.string().nullable(), message: z.string() })),
  }),
  errors: [],
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:PutItem', 'table:UpdateItem', 'table:DeleteItem'],
  timeout: 29,
  memory: 1024,
});
