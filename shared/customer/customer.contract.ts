import * as z from 'zod';

import { createdRange } from '../platform/created-range.ts';
import { deleted } from '../contract/deleted.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { e164, writtenNumber } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { consent, statementWire } from './consent.ts';
import { customerFields } from './customer-fields.ts';
import { customerWire } from './customer.ts';

const params = z.object({ id: z.string().max(100) });
const shared = { scope: 'customers:manage' } as const;

/** A + that was not encoded arrives as a blank. */
const phone_number = z
  .string()
  .transform((number) => number.replace(/^ /, '+'))
  .pipe(writtenNumber)
  .pipe(e164);

export const listCustomers = route({
  ...shared,
  id: 'customer.list',
  scope: 'customers:read',
  method: 'GET',
  path: '/v1/customers',
  entry: 'functions/api/customer/list-customers.ts',
  summary: 'List customers, newest first; with a filter, a page may be short while more follow',
  request: {
    query: listQuery.extend({
      tag: z.string().min(1).max(64).optional().describe('Those who have this tag.'),
      phone_number: phone_number.optional().describe('The one who has this number.'),
      consent: consent.shape.status.optional().describe('Those whose consent is this.'),
      segment_id: idOf('seg').optional().describe('Those who are in this segment now.'),
      ...createdRange,
    }),
  },
  response: listOf(customerWire),
  errors: ['segment.not_found', 'segment.broken'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:Query'],
  // Who is in a segment is looked for among thousands.
  timeout: 29,
  memory: 1024,
});

export const readCustomer = route({
  ...shared,
  id: 'customer.read',
  scope: 'customers:read',
  method: 'GET',
  path: '/v1/customers/{id}',
  entry: 'functions/api/customer/read-customer.ts',
  summary: 'Read a customer',
  request: { params },
  response: customerWire,
  errors: ['customer.not_found'],
  grants: ['table:GetItem'],
});

export const listConsents = route({
  ...shared,
  id: 'consent.list',
  scope: 'customers:read',
  method: 'GET',
  path: '/v1/customers/{id}/consents',
  entry: 'functions/api/customer/list-consents.ts',
  summary: 'List what was said of whether a customer may be written to, the latest statement first',
  request: { params, query: listQuery },
  response: listOf(statementWire),
  errors: ['customer.not_found'],
  grants: ['table:GetItem', 'table:Query'],
});

export const changeCustomer = route({
  ...shared,
  id: 'customer.change',
  method: 'PATCH',
  path: '/v1/customers/{id}',
  entry: 'functions/api/customer/change-customer.ts',
  summary: 'Change a customer: fields given replace, fields not given stay, null empties',
  request: {
    params,
    body: z
      .strictObject({
        ...customerFields,
        phone_number: z
          .unknown()
          .refine((given) => given === undefined, {
            params: { code: 'unknown_field' },
            message: 'The number identifies the customer and cannot change; make a new customer for another number.',
          })
          .optional()
          .describe('Refused: it identifies the customer.'),
      })
      .meta({ id: 'CustomerChange', examples: [{ name: 'Ana Lima' }] }),
  },
  response: customerWire,
  errors: ['customer.not_found'],
  // The change and its ledger entry are one transaction, which needs the permissions of both writes.
  grants: ['table:GetItem', 'table:PutItem', 'table:UpdateItem'],
});

export const deleteCustomer = route({
  ...shared,
  id: 'customer.delete',
  method: 'DELETE',
  path: '/v1/customers/{id}',
  entry: 'functions/api/customer/delete-customer.ts',
  summary:
    'Erase a customer: the person is gone at once, and a job removes whatever else is stored of them; counts stay',
  request: { params },
  response: deleted,
  headers: z.object({ 'x-job-id': idOf('job').describe('The job that removes the rest.') }),
  errors: ['customer.not_found'],
  grants: ['table:GetItem', 'table:Query', 'table:PutItem', 'table:DeleteItem', 'jobs:SendMessage'],
  timeout: 29,
});
