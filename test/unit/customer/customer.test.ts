import { expect, test } from 'vitest';

import { consentEntry, supersedes, UNKNOWN_CONSENT, type Consent } from '../../../shared/customer/consent.ts';
import { mergeCustomer } from '../../../shared/customer/customer.ts';
import { customerGiven, draftCustomer } from '../../../shared/customer/draft-customer.ts';

const now = '2026-06-01T12:00:00.000Z';
const stamp = {
  tenant_id: 'ten_01J00000000000000000000000',
  id: 'cus_01J00000000000000000000000',
  consent_id: 'con_01J00000000000000000000000',
  now,
};
const draft = (given: object) =>
  draftCustomer(customerGiven.parse({ phone_number: '+4915112345678', ...given }), stamp).customer;
const full = { name: 'Ana', language: 'de', timezone: 'Europe/Lisbon', tags: ['vip'], attributes: { city: 'Porto' } };

test('a phone number alone makes a customer with all fields', () => {
  expect(draft({})).toEqual({
    id: stamp.id,
    tenant_id: stamp.tenant_id,
    phone_number: '+4915112345678',
    country: 'DE',
    name: null,
    language: null,
    timezone: 'Europe/Berlin',
    tags: [],
    attributes: {},
    consent: { status: 'unknown', source: null, text: null, at: null },
    created_at: now,
    updated_at: now,
    last_inbound_at: null,
  });
});

test.each([
  [{}, {}],
  [{ name: 'Bo' }, { name: 'Bo' }],
  [
    { name: null, language: null, timezone: null },
    { name: null, language: null, timezone: 'Europe/Berlin' },
  ],
  [
    { tags: [], attributes: { age: 7 } },
    { tags: [], attributes: { age: 7 } },
  ],
])('the change %j changes only %j', (given, changed) => {
  expect(mergeCustomer(draft(full), given)).toEqual({ ...draft(full), ...changed });
});

const current: Consent = { status: 'opted_in', source: 'web', text: null, at: '2026-05-01T00:00:00.000Z' };
const enter = (given: object, before: Consent = current) =>
  consentEntry({ given: { status: 'opted_in', source: 'web', ...given }, current: before, id: stamp.consent_id, now });

test.each([
  ['the same again', {}, undefined],
  ['the same at the same time', { at: current.at }, undefined],
  ['the same at another time', { at: '2026-05-02T00:00:00.000Z' }, '2026-05-02T00:00:00.000Z'],
  ['another status', { status: 'opted_out' }, now],
  ['another source', { source: 'shop' }, now],
  ['another text', { text: 'yes' }, now],
  ['an earlier time', { status: 'opted_out', at: '2026-04-01T00:00:00.000Z' }, '2026-04-01T00:00:00.000Z'],
  ['a time to come', { status: 'opted_out', at: '2030-01-01T00:00:00.000Z' }, now],
])('%s is recorded in the ledger with the time %j', (_, given, at) => {
  expect(enter(given)?.at).toBe(at);
});

test('consent that is given as unknown is recorded, unlike none', () => {
  expect(enter({ status: 'unknown' }, UNKNOWN_CONSENT)).toMatchObject({ status: 'unknown', source: 'web', at: now });
  expect(consentEntry({ given: undefined, current: UNKNOWN_CONSENT, id: stamp.consent_id, now })).toBeUndefined();
});

test.each([
  ['2026-04-30T23:59:59.999Z', current, false],
  ['2026-05-01T00:00:00.000Z', current, true],
  ['2026-05-01T00:00:00.001Z', current, true],
  ['1999-01-01T00:00:00.000Z', UNKNOWN_CONSENT, true],
])('consent given at %s over %j decides: %s', (at, before, expected) => {
  expect(supersedes(enter({ status: 'opted_out', at }, before), before)).toBe(expected);
});
