import { expect, test } from 'vitest';

import { buttonInsightsWire } from '../../../shared/analytics/insight.wire.ts';
import { readButtonInsights } from '../../../shared/analytics/insights.contract.ts';
import { readReport } from '../../../shared/analytics/report.contract.ts';
import { reportWire } from '../../../shared/analytics/report.wire.ts';
import { classify } from '../../../shared/provider/twilio/error-codes.ts';
import type { Caller } from '../../../shared/tenancy/caller.ts';
import { campaignOf, fakeClock, senderOf, thrown } from '../fixtures.ts';

// A function's environment is read as it loads; nothing here reaches a table.
process.env['TABLE_NAME'] = 'none';
const { handle } = await import('../../../functions/api/report/read-report.ts');
const { handle: readInsights } = await import('../../../functions/api/report/read-button-insights.ts');

const caller: Caller = {
  tenant_id: 'ten_01J00000000000000000000000',
  scopes: [],
  actor: { kind: 'api_key', id: 'key_01J00000000000000000000000' },
};
const nothing = { params: {}, query: {}, body: {}, caller, idempotency_key: undefined };

/** Three campaigns of the caller and their counters; whatever another tenant asks for is not there. */
function kept() {
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' as const }];
  const started_at = '2026-11-20T12:00:00.000Z';
  const all = ['Autumn', 'Winter', 'Spring'].map((name) =>
    campaignOf({ tenant_id: caller.tenant_id, name, buttons, started_at }),
  );
  const counted = { totals: { recipients: 200, delivered: 200, clicked: 20, 'customers#yes': 20 } };
  const mine = (tenant: string) => (tenant === caller.tenant_id ? all : []);
  return {
    all,
    clock: fakeClock(),
    campaigns: {
      get: async (tenant: string, id: string) => mine(tenant).find((one) => one.id === id),
      page: async (tenant: string) => ({ items: mine(tenant), last: undefined }),
    },
    rollups: { read: async () => counted, readDated: async () => ({ counted, changed_at: undefined }) },
    senders: { get: async (_: string, id: string) => senderOf({ id, provider: 'another' }) },
    classifiers: (name: string | undefined) => {
      expect(name).toBe('another');
      return { classify };
    },
  } as const;
}
type Dependencies = Parameters<typeof handle>[1];

const { all, ...fakes } = kept();
const [autumn, winter, spring] = all.map(({ id }) => id) as [string, string, string];
const read = async (compare?: string[], tenant_id = caller.tenant_id) =>
  reportWire.parse(
    await handle(
      { ...nothing, params: { id: autumn }, query: { compare }, caller: { ...caller, tenant_id } },
      fakes as unknown as Dependencies,
    ),
  );

test('a report has a comparison only when it is asked for', async () => {
  const report = await read();
  expect(report.totals.delivered).toBe(200);
  expect(report).not.toHaveProperty('comparison');
});

test('a report compares its campaign with others, itself first', async () => {
  const { comparison } = await read([winter, spring]);
  expect(comparison?.metrics).toHaveLength(4);
  for (const { campaigns } of comparison!.metrics) {
    expect(campaigns.map(({ campaign_id, name }) => [campaign_id, name])).toEqual([
      [autumn, 'Autumn'],
      [winter, 'Winter'],
      [spring, 'Spring'],
    ]);
  }
});

test('a report refuses to compare with a campaign that does not exist, or with itself', async () => {
  expect(await thrown(() => read(['cmp_01J00000000000000000000000']))).toMatchObject({ code: 'campaign.not_found' });
  expect(await thrown(() => read([winter], 'ten_01J00000000000000000000001'))).toMatchObject({
    code: 'campaign.not_found',
  });
  expect(await thrown(() => read([winter, autumn]))).toMatchObject({ kind: 'invalid', faults: [{ path: 'compare' }] });
});

test('the query accepts one to five campaigns, each once', () => {
  const parse = (compare: string) => readReport.request.query.safeParse({ compare });
  expect(parse('a').data).toEqual({ compare: ['a'] });
  expect(parse('a,b,c,d,e').data).toEqual({ compare: ['a', 'b', 'c', 'd', 'e'] });
  for (const bad of ['', ',', 'a,', 'a,a', 'a,b,c,d,e,f', 'x'.repeat(101)]) expect(parse(bad).success).toBe(false);
  expect(readReport.request.query.safeParse({}).data).toEqual({});
});

test('insights are of the caller’s own campaigns', async () => {
  const insights = async (tenant_id: string) =>
    buttonInsightsWire.parse(
      await readInsights(
        { ...nothing, query: { campaigns: 50 }, caller: { ...caller, tenant_id } },
        fakes as unknown as Dependencies,
      ),
    );
  expect(await insights(caller.tenant_id)).toMatchObject({
    campaigns_considered: 3,
    truncated: false,
    dimensions: { title: [{ value: 'yes', campaigns: 3, sent: 600, clicks: 60, rate: 0.1 }] },
  });
  expect(await insights('ten_01J00000000000000000000001')).toMatchObject({ campaigns_considered: 0 });
});

test('the query of insights has limits', () => {
  const parse = (query: object) => readButtonInsights.request.query.safeParse(query);
  expect(parse({}).data).toEqual({ campaigns: 50 });
  expect(parse({ campaigns: '100', since: '2026-11-20T13:00:00+01:00' }).data).toEqual({
    campaigns: 100,
    since: '2026-11-20T12:00:00.000Z',
  });
  for (const bad of [{ campaigns: '0' }, { campaigns: '101' }, { since: 'yesterday' }, { other: '1' }]) {
    expect(parse(bad).success).toBe(false);
  }
});
