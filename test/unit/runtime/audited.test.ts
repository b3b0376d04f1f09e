import { expect, test } from 'vitest';
import * as z from 'zod';

import { route, type Contract } from '../../../shared/contract/route.ts';
import { conflict, throttled } from '../../../shared/platform/errors.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { audited } from '../../../shared/runtime/audited.ts';
import type { AuditEntry } from '../../../shared/tenancy/audit-entry.ts';
import { fakeClock, keptLog, thrown } from '../fixtures.ts';

const tenant_id = ids.next('ten');
const id = ids.next('cmp');

const contract = (given: Partial<Contract> = {}) =>
  route({
    id: 'campaign.change',
    method: 'PATCH',
    path: '/v1/campaigns/{id}',
    entry: 'functions/api/campaign/change-campaign.ts',
    scope: 'campaigns:send',
    summary: 'Change',
    audit: 'values',
    request: {},
    response: z.object({ id: z.string(), status: z.string(), name: z.string(), footer: z.string().default('none') }),
    errors: [],
    grants: [],
    ...given,
  } as Contract);

/** Runs a request in an audit of its own, whose entries are kept by their id. */
async function asked(
  run: () => Promise<unknown>,
  {
    of = contract(),
    body = {},
    before = {},
    broken = false,
  }: { of?: Contract; body?: object; before?: object; broken?: boolean } = {},
) {
  const entries = new Map<string, AuditEntry>();
  const { lines, log } = keptLog();
  const put = async (entry: AuditEntry) => void entries.set(entry.id, entry);
  const auditEntries = {
    add: put,
    finish: async (entry: AuditEntry) => (broken ? Promise.reject(throttled()) : put({ ...entry, outcome: 'done' })),
    withdraw: async (entry: AuditEntry) => void entries.delete(entry.id),
  };
  const caller = { tenant_id, scopes: [], actor: { kind: 'api_key', id: 'key_1', name: 'Shop' } } as const;
  const input = { params: { id }, query: {}, body, caller, idempotency_key: undefined };
  const request = { contract: of, input: input as never, requestId: 'req_1', before: async () => before };
  const ports = { auditEntries, clock: fakeClock(), ids, log };
  const outcome = await audited(request, ports, run).catch((error: unknown) => error);
  return { entries: [...entries.values()], outcome, lines };
}

const answer = { id, status: 'sending', name: 'New', footer: 'none' };

test('an entry says who did what to what, from what, to what, and for which request', async () => {
  const { entries, outcome } = await asked(async () => answer, {
    body: { name: 'New', footer: 'none', secret: 's3cret' },
    before: { status: 'draft', name: 'Old' },
  });
  expect(outcome).toBe(answer);
  expect(entries).toEqual([
    {
      id: expect.stringMatching(/^aud_/),
      tenant_id,
      at: expect.any(String),
      actor: 'api_key:key_1',
      actor_name: 'Shop',
      action: 'campaign.change',
      resource_id: id,
      campaign_id: id,
      request_id: 'req_1',
      outcome: 'done',
      changes: [
        { field: 'name', from: 'Old', to: 'New' },
        { field: 'secret' },
        { field: 'status', from: 'draft', to: 'sending' },
      ],
    },
  ]);
});

test('of people only the names of fields are kept', async () => {
  const { entries } = await asked(async () => ({ ...answer, name: 'Ana' }), {
    of: contract({ id: 'customer.change', audit: 'names' }),
    body: { name: 'Ana', phone_number: '+14155550100' },
  });
  expect(entries.map(({ changes }) => changes)).toEqual([[{ field: 'name' }, { field: 'phone_number' }]]);
  expect(JSON.stringify(entries)).not.toMatch(/Ana|4155550100/);
});

test('a request that is refused leaves no entry', async () => {
  const { entries, outcome } = await asked(() => Promise.reject(conflict('campaign.status', 'Not now.')));
  expect(outcome).toMatchObject({ code: 'campaign.status' });
  expect(entries).toEqual([]);
});

test.each([
  ['a bug', new Error('bug')],
  ['a busy table', throttled()],
])('a request that %s ended in the middle leaves an entry without an outcome', async (_, error) => {
  const { entries, outcome } = await asked(() => Promise.reject(error));
  expect(outcome).toBe(error);
  expect(entries).toMatchObject([{ outcome: 'begun', resource_id: id }]);
});

test('a change whose entry cannot be completed is done all the same, and answered', async () => {
  const { entries, outcome, lines } = await asked(async () => answer, { broken: true });
  expect(outcome).toBe(answer);
  expect(entries).toMatchObject([{ outcome: 'begun' }]);
  expect(lines).toMatchObject([['audit.unfinished', { route: 'campaign.change', request_id: 'req_1' }]]);
});

test('without an entry nothing is changed', async () => {
  const ports = {
    auditEntries: { add: () => Promise.reject(throttled()), finish: async () => {}, withdraw: async () => {} },
    clock: fakeClock(),
    ids,
    log: keptLog().log,
  };
  const input = { params: { id }, body: {}, caller: { tenant_id, scopes: [], actor: { kind: 'schedule' } } };
  let ran = false;
  const run = async () => void (ran = true);
  const request = { contract: contract(), input: input as never, requestId: 'req_1' };
  expect(await thrown(() => audited(request, ports, run))).toMatchObject({ kind: 'unavailable' });
  expect(ran).toBe(false);
});
