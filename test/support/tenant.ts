import { randomInt } from 'node:crypto';

import { expect } from 'vitest';

import { createTenant } from '../../admin/create-tenant.ts';
import type { TwilioCredentials } from '../../shared/provider/twilio/twilio-credentials.ts';
import { ACCOUNTS } from './accounts.ts';
import { caller, type Call, type Json } from './api.ts';
import { numbers } from './people.ts';
import type { Served } from './served.ts';

export interface TestTenant {
  readonly served: Served;
  readonly id: string;
  readonly sender_id: string;
  readonly sender_number: string;
  readonly api_key: string;
  readonly credentials: TwilioCredentials | undefined;
  readonly call: Call;
}

/** A tenant of a test's own, its sender a number that nobody else sends from. */
export async function newTenant(
  served: Served,
  given: { readonly rate?: number; readonly credentials?: TwilioCredentials | null } = {},
): Promise<TestTenant> {
  // As many digits as a number may have: of ten, two of the hundreds of tenants of a run would be alike now and then.
  const sender_number = `+888${randomInt(1e11, 1e12)}`;
  const credentials = given.credentials === undefined ? ACCOUNTS[0] : (given.credentials ?? undefined);
  const made = await createTenant(served.installation, {
    name: `Tenant ${sender_number}`,
    credentials,
    sender: { phone_number: sender_number, rate: given.rate ?? 80 },
  });
  const { tenant_id, sender_id = '', api_key } = made;
  return { served, id: tenant_id, sender_id, sender_number, api_key, credentials, call: caller(served.url, api_key) };
}

/** Makes customers, opted in unless their fields say otherwise. @returns them as the API shows them, in order */
export async function addCustomers(
  { call }: TestTenant,
  phone_numbers: number | readonly string[],
  fields: object = {},
): Promise<Json[]> {
  const all = typeof phone_numbers === 'number' ? numbers(phone_numbers) : phone_numbers;
  const answers = await Promise.all(
    all.map((phone_number) => {
      const body = { phone_number, consent: { status: 'opted_in', source: 'test' }, ...fields };
      return call('POST /v1/customers', { body });
    }),
  );
  expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  return answers.map(({ body }) => body);
}

/** Makes so many customers in one call, opted in. */
export async function importCustomers({ call }: TestTenant, count: number): Promise<void> {
  const rows = numbers(count).map((phone_number) => `${phone_number},opted_in`);
  const body = ['phone_number,consent', ...rows].join('\n');
  expect((await call('POST /v1/customers/import', { body, type: 'text/csv' })).body).toMatchObject({ imported: count });
}
