import * as z from 'zod';

import { route } from '../contract/route.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { countryCode } from '../platform/country.ts';
import { columnMapping } from './csv-columns.ts';
import { MAX_BYTES } from './customer.csv.ts';
import { customerWire } from './customer.ts';
import { customerGiven } from './draft-customer.ts';
import { importError } from './import.ts';
import { importConsent } from './import-consent.ts';

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

/** A query holds text; the schema behind it says what is wrong with anything but an object. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const importCustomers = route({
  ...shared,
  id: 'customer.import',
  method: 'POST',
  path: '/v1/customers/import',
  entry: 'functions/api/customer/import-customers.ts',
  summary: 'Add or change customers from a CSV file; good rows go in, bad rows are reported by line',
  request: {
    query: z.strictObject({
      mapping: z
        .string()
        .max(20_000)
        .transform(parseJson)
        .pipe(columnMapping)
        .optional()
        .describe('Which field each column is, as JSON: `{"Handy": "phone_number"}`.'),
      default_country: countryCode.optional().describe('Of numbers without a country code.'),
      consent: z
        .string()
        .max(20_000)
        .transform(parseJson)
        .pipe(importConsent)
        .optional()
        .describe('Whether the people of the file agreed, as JSON, as in `ImportDraft`: `{"answer": "none"}`.'),
      tags: z.enum(['replace', 'add']).default('replace').describe('What the file’s tags do to those a customer has.'),
    }),
    body: z.string().meta({ examples: ['phone_number,name,tags\n+5581991234567,Ana Souza,regular\n'] }),
    contentType: 'text/csv',
    maximumBytes: MAX_BYTES,
    tooLarge: 'Send the file in parts, or as a whole to /v1/imports.',
  },
  response: z
    .object({
      imported: z.int().describe('Customers who are new.'),
      updated: z.int().describe('Customers who were known.'),
      kept_opted_out: z
        .int()
        .describe('Customers whom the file calls opted in and who stay opted out, since they said so themselves.'),
      rejected: z.int().describe('Rows that were passed over.'),
      errors: z
        .array(importError)
        .describe('The first 1,000 errors; `column` is null when the fault is in the row as a whole.'),
    })
    .meta({ id: 'CustomerImport' }),
  errors: ['import.too_many_rows'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:PutItem', 'table:UpdateItem', 'table:DeleteItem'],
  timeout: 29,
  memory: 1024,
});
