import { describe, expect, inject, test } from 'vitest';

import { setQuotas } from '../../admin/set-quotas.ts';
import type { Quota } from '../../shared/tenancy/quota.ts';
import type { Answer, Json } from '../support/api.ts';
import { expectProblem } from '../support/problem.ts';
import { rowsOf, withoutAudit } from '../support/table.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');

/** How the things of one quota are made and removed; a new tenant has its first sender and its first key. */
interface Kind {
  readonly quota: Quota;
  /** How many a new tenant has. */
  readonly has: number;
  readonly make: (tenant: TestTenant, number: number) => Promise<Answer>;
  /** None for what cannot be removed. */
  readonly remove?: (tenant: TestTenant, made: Json) => Promise<Answer>;
  readonly code?: string;
}

const post = (path: string, body: (number: number) => object): Kind['make'] => {
  return ({ call }, number) => call(`POST ${path}`, { body: body(number) });
};
const deleteAt = (path: string, field = 'id'): Kind['remove'] => {
  return ({ call }, made) => call(`DELETE ${path}/${made[field]}`);
};

const KINDS: readonly Kind[] = [
  { quota: 'senders', has: 1, make: post('/v1/senders', (number) => ({ phone_number: `+1415555010${number}` })) },
  {
    ...{ quota: 'api_keys', has: 1, remove: deleteAt('/v1/api-keys') },
    make: post('/v1/api-keys', (number) => ({ name: `Key ${number}`, scopes: ['campaigns:read'] })),
  },
  {
    ...{ quota: 'members', has: 0, remove: deleteAt('/v1/members') },
    make: post('/v1/members', (number) => ({ email: `ana${number}@example.com`, role: 'viewer' })),
  },
  {
    ...{
      quota: 'webhook_endpoints',
      has: 0,
      code: 'webhook_endpoint.limit',
      remove: deleteAt('/v1/webhook-endpoints'),
    },
    make: post('/v1/webhook-endpoints', (number) => ({
      url: `https://example.com/${number}`,
      events: ['campaign.completed'],
    })),
  },
  {
    ...{ quota: 'segments', has: 0, remove: deleteAt('/v1/segments') },
    make: post('/v1/segments', (number) => ({ name: `Segment ${number}`, criteria: { all: true } })),
  },
  {
    ...{ quota: 'draft_campaigns', has: 0, remove: deleteAt('/v1/campaigns') },
    make: post('/v1/campaigns', (number) => ({
      name: `Draft ${number}`,
      message_content: 'Hi',
      target_criteria: { all: true },
    })),
  },
  {
    ...{ quota: 'draft_templates', has: 0, remove: deleteAt('/v1/templates') },
    make: post('/v1/templates', (number) => ({ name: `quota_${number}`, message_content: `Offer ${number} of today` })),
  },
  { quota: 'open_imports', has: 0, make: post('/v1/imports', () => ({})) },
];

describe('at the bound', () => {
  test.for(KINDS)('one more of $quota is refused with the number and the remedy, and writes nothing', async (kind) => {
    const { quota, has, make, remove, code = `quota.${quota}` } = kind;
    const tenant = await newTenant(herald);
    const most = has + 2;
    await setQuotas(herald.installation, tenant.id, { [quota]: most });
    const made = [await make(tenant, 1), await make(tenant, 2)];
    expect(made.map(({ status }) => status)).toEqual([200, 200]);

    const before = withoutAudit(await rowsOf(herald, tenant.id));
    const refused = await make(tenant, 3);
    expectProblem(refused, { status: 409, code });
    expect(refused.body.detail).toMatch(new RegExp(`\\b${most}\\b.*(operates Herald for more|delete one first)`));
    expect(withoutAudit(await rowsOf(herald, tenant.id))).toEqual(before);

    if (remove) expect((await remove(tenant, made[0]!.body)).status).toBe(200);
    else await setQuotas(herald.installation, tenant.id, { [quota]: most + 1 });
    expect((await make(tenant, 3)).status).toBe(200);
    expectProblem(await make(tenant, 4), { status: 409, code });
  });
});

const ROUNDS = 20;

test('a tenant above its rate is told when to go on, while another’s requests beside them are answered', async () => {
  const [flooding, quiet] = await Promise.all([newTenant(herald), newTenant(herald)]);
  await setQuotas(herald.installation, flooding.id, { requests_per_second: 1 });
  const ask = ({ call }: TestTenant) => call('GET /v1/campaigns?limit=1');

  // A window of ten seconds takes ten requests, and may end within a round.
  let refused: Answer[] = [];
  for (let round = 0; round < ROUNDS && refused.length === 0; round += 1) {
    const flood = Array.from({ length: 12 }, () => ask(flooding));
    const [beside, ...answers] = await Promise.all([ask(quiet), ...flood]);
    expect(beside.status).toBe(200);
    expect(beside.headers.get('ratelimit')).toMatch(/^"requests";r=[1-9]\d*;t=\d+$/);
    refused = answers.filter(({ status }) => status !== 200);
  }

  expect(refused).not.toHaveLength(0);
  for (const answer of refused) {
    expectProblem(answer, { status: 429, code: 'quota.requests_per_second' });
    const { headers, body } = answer;
    expect(headers.get('ratelimit-policy')).toBe('"requests";q=10;w=10');
    expect(headers.get('retry-after')).toMatch(/^([1-9]|10)$/);
    expect(headers.get('ratelimit')).toBe(`"requests";r=0;t=${headers.get('retry-after')}`);
    expect(headers.get('x-request-id')).toMatch(/\w/);
    expect(body.detail).toContain(`Go on in ${headers.get('retry-after')} s`);
  }
});

test('a copy is a draft more, and so is what was scheduled and is no longer; that alone is never refused', async () => {
  const tenant = await newTenant(herald);
  const draft = { name: 'Draft', message_content: 'Hi', target_criteria: { all: true } };
  const { body: first } = await tenant.call('POST /v1/campaigns', { body: draft });
  const scheduled_at = new Date(Date.now() + 86_400_000).toISOString();
  const { body: later } = await tenant.call('POST /v1/campaigns', { body: { ...draft, scheduled_at } });
  await setQuotas(herald.installation, tenant.id, { draft_campaigns: 1 });
  const full = { status: 409, code: 'quota.draft_campaigns' };
  expectProblem(await tenant.call(`POST /v1/campaigns/${first.id}/clone`, { body: {} }), full);
  expectProblem(await tenant.call('POST /v1/campaigns', { body: { ...draft, scheduled_at } }), full);
  const freed = await tenant.call(`PATCH /v1/campaigns/${later.id}`, { body: { scheduled_at: null } });
  expect(freed).toMatchObject({ status: 200, body: { status: 'draft' } });
  await tenant.call(`DELETE /v1/campaigns/${first.id}`);
  expectProblem(await tenant.call(`POST /v1/campaigns/${later.id}/clone`, { body: {} }), full);
  await tenant.call(`POST /v1/campaigns/${later.id}/cancel`);
  expect((await tenant.call(`POST /v1/campaigns/${later.id}/clone`, { body: {} })).status).toBe(200);
});
