import { expect, inject, test } from 'vitest';

import { auditLevel } from '../../shared/contract/audit-level.ts';
import type { Contract } from '../../shared/contract/route.ts';
import { ROUTES } from '../../shared/routes.ts';
import { ACCOUNTS } from '../support/accounts.ts';
import type { Answer, Json } from '../support/api.ts';
import { EXAMPLES, OF_MEMBERS, type Example } from '../support/route-examples.ts';
import { signature } from '../support/status-callback.ts';
import { rowsOf } from '../support/table.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');

const ID = /\b([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}\b/g;
const NUMBER = /\+\d{7,15}/g;
/** How a route refuses what is not the caller's. */
const REFUSAL = { bearer: 404, provider: 403, none: 404 };

test('every route has an example here, and every example a route', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(ROUTES.map(({ id }) => id).toSorted());
});

test.for(ROUTES)('$id serves its owner as its contract says; a stranger sees and changes nothing', async (route) => {
  const owner = await newTenant(herald);
  const stranger = await newTenant(herald, { credentials: ACCOUNTS[1] });
  const example = await EXAMPLES[route.id]!(owner);
  const rows = await rowsOf(herald, owner.id);

  const answer = await ask(stranger, route, example);

  expect(await rowsOf(herald, owner.id)).toEqual(rows);
  const request = JSON.stringify(example);
  if (request.match(ID)) {
    const absent = JSON.parse(request.replaceAll(ID, `$1_${'0'.repeat(26)}`)) as Example;
    expect(answer.status).toBe(REFUSAL[route.authentication]);
    expect(withoutId(answer)).toEqual(withoutId(await ask(stranger, route, absent)));
  } else {
    expect(answer.status).toBe(route.status ?? 200);
    const secrets = [ID, NUMBER].flatMap((pattern) => JSON.stringify(rows).match(pattern) ?? []);
    expect(secrets).not.toEqual([]);
    expect(secrets.filter((secret) => !request.includes(secret) && answer.text.includes(secret))).toEqual([]);
  }

  if (route.authentication !== 'bearer') return;
  // Whoever is refused did nothing, and what a stranger did to what is their own is their own.
  const isDone = answer.status < 400 && auditLevel(route) !== 'none';
  expect((await auditOf(stranger)).map(({ action, outcome }) => [action, outcome])).toEqual(
    isDone ? [[route.id, 'done']] : [],
  );
  const audited = await auditOf(owner);
  const own = await ask(owner, route, example);
  if (OF_MEMBERS.includes(route.id)) {
    expect([own.status, await auditOf(owner)]).toEqual([403, audited]);
    return;
  }
  expect(own.status).toBe(route.status ?? 200);
  expect(route.response.safeParse(own.body).error).toBeUndefined();

  const entries = (await auditOf(owner)).filter(({ id }) => !audited.some((known) => known.id === id));
  const level = auditLevel(route);
  expect(entries.map(({ action }) => action)).toEqual(level === 'none' ? [] : [route.id]);
  for (const { actor, changes, outcome, request_id } of entries) {
    expect({ outcome, actor: actor.kind, request_id }).toEqual({
      outcome: 'done',
      actor: 'api_key',
      request_id: own.headers.get('x-request-id'),
    });
    const values = changes.filter((change: object) => 'from' in change);
    if (level === 'names') expect(values).toEqual([]);
    if (level === 'values' && route.method === 'PATCH') expect(values).not.toEqual([]);
  }
});

/** What callers and jobs of a tenant did, newest first, without what Herald itself does meanwhile. */
async function auditOf({ call }: TestTenant): Promise<Json[]> {
  const { body } = await call('GET /v1/audit?limit=100&actor=api_key');
  return body.data;
}

async function ask(
  { call, credentials, served }: TestTenant,
  { method, authentication }: Contract,
  { path, body, type }: Example,
): Promise<Answer> {
  const signed = authentication === 'provider' && credentials;
  const headers = signed ? signature(signed.auth_token, served.url + path, type ? String(body) : '') : {};
  return call(`${method} ${path}`, { body, headers, ...(type && { type }) });
}

function withoutId({ status, body }: Answer): object {
  return { status, body: { ...body, request_id: undefined } };
}
