import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { alert } from '../../../shared/event/alert.ts';
import { findAlerts } from '../../../shared/reaction/find-alerts.ts';
import type { DeadLetters } from '../../../shared/event/dead-letters.ts';
import { whatsappPrices } from '../../../shared/provider/twilio/whatsapp-prices.ts';
import type { Sender } from '../../../shared/sender/sender.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import type { Template } from '../../../shared/template/template.ts';
import type { WebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.ts';
import { campaignOf, fakeClock, senderOf, START, tenantOf } from '../fixtures.ts';

const at = timestamp(START);
const template = { id: ids.next('tpl'), name: 'news', last_synced_at: at, rejection_reason: null, quality: null };
const endpoint = { id: ids.next('whe'), url: 'https://shop.example/events', updated_at: at };

const decided = (by: 'look' | 'sample_ratio') => ({ at, by, rest: 'stop', counts: [], verdict: 'No verdict.' });
const worse = { variant: 'long', at, words: '“long” does clearly worse.' };

interface World {
  readonly campaigns?: readonly Partial<Campaign>[];
  readonly templates?: readonly Partial<Template>[];
  readonly senders?: readonly Partial<Sender>[];
  readonly endpoints?: readonly Partial<WebhookEndpoint>[];
  readonly letters?: readonly Partial<DeadLetters>[];
  readonly tenant?: Partial<Tenant>;
  /** Today, in millionths. */
  readonly spent?: number;
  /** Of which kind there are more than a page: a status of campaigns, or another resource. */
  readonly more?: string;
}

async function found({
  campaigns = [],
  templates = [],
  senders = [],
  endpoints = [],
  letters = [],
  more,
  ...of
}: World) {
  const seen = {
    tenant_id: ids.next('ten'),
    queue: 'job.run',
    status: 'failed',
    count: 3,
    since: at,
    seen_at: at,
  } as const;
  const lastOf = (kind: string | undefined) => (kind !== undefined && kind === more ? { pk: 'x' } : undefined);
  const page = <Item>(kind: string, items: readonly Item[]) => ({
    page: async () => ({ items, last: lastOf(kind) as never }),
  });
  const answer = await findAlerts(ids.next('ten'), {
    campaigns: {
      async page(_, status) {
        const all = campaigns.map((one) => campaignOf({ status: 'paused', updated_at: at, ...one }));
        return { items: all.filter((one) => one.status === status), last: lastOf(status) as never };
      },
    },
    clock: fakeClock(),
    deadLettersSeen: { ofTenant: async () => letters.map((one) => ({ ...seen, ...one })) },
    priceLists: () => ({ prices: whatsappPrices }),
    spends: { spent: async () => of.spent ?? 0 },
    tenants: { get: async () => tenantOf(of.tenant) },
    senders: page(
      'senders',
      senders.map((one) => senderOf(one)),
    ),
    templates: page(
      'templates',
      templates.map((one) => ({ ...template, ...one }) as Template),
    ),
    webhookEndpoints: page(
      'endpoints',
      endpoints.map((one) => ({ ...endpoint, ...one }) as WebhookEndpoint),
    ),
  });
  for (const one of answer.data) expect(alert.parse(one)).toEqual(one);
  return answer;
}
const later = START + 60_000;
const spend_cap = { amount: '10', time_zone: 'UTC' };

test.each<[string, World, string[]]>([
  ['nothing', {}, []],
  ['a campaign that Herald paused', { campaigns: [{ updated_by: 'system:sender' }] }, ['campaign_paused']],
  ['a date that was missed', { campaigns: [{ updated_by: 'schedule' }] }, ['campaign_paused']],
  ['a campaign that somebody paused', { campaigns: [{ updated_by: 'member:mem_1' }, { updated_by: 'api_key:k' }] }, []],
  ['a template that is refused', { templates: [{ status: 'rejected' }] }, ['template_refused']],
  [
    'one that is paused or disabled',
    { templates: [{ status: 'paused' }, { status: 'disabled' }] },
    ['template_refused', 'template_refused'],
  ],
  [
    'one that is approved, or in review',
    { templates: [{ status: 'approved', quality: 'high' }, { status: 'submitted' }] },
    [],
  ],
  ['one of low quality', { templates: [{ status: 'approved', quality: 'LOW' }] }, ['template_quality']],
  ['a sender at its limit', { senders: [{ limited_by: 'account_limit', limited_until: later }] }, ['sender_limited']],
  ['a tenant that has spent what it may', { tenant: { spend_cap }, spent: 9_900_000 }, ['spend_cap_reached']],
  ['a tenant with room for another message', { tenant: { spend_cap }, spent: 9_000_000 }, []],
  ['a sender whose limit has passed', { senders: [{ limited_by: 'account_limit', limited_until: START - 1 }] }, []],
  [
    'a sender of low quality',
    { senders: [{ quality_rating: 'RED' }, { quality_rating: 'GREEN' }] },
    ['sender_quality'],
  ],
  [
    'an endpoint that Herald disabled',
    { endpoints: [{ status: 'disabled', status_reason: 'It answered 410 Gone.' }] },
    ['webhook_endpoint_disabled'],
  ],
  ['an endpoint that somebody disabled', { endpoints: [{ status: 'disabled', status_reason: null }] }, []],
  [
    'an endpoint whose deliveries were given up',
    { endpoints: [{ status: 'enabled', status_reason: null, given_up_at: at }] },
    ['dead_letters'],
  ],
  [
    'one that somebody disabled since',
    { endpoints: [{ status: 'disabled', status_reason: null, given_up_at: at }] },
    [],
  ],
  [
    'a campaign whose dead letters made it pause',
    { campaigns: [{ updated_by: 'system:dead_letters', dead_letters: 1 }] },
    ['campaign_paused', 'dead_letters'],
  ],
  [
    'one that went on, or ended, without them',
    {
      campaigns: [
        { status: 'sending', dead_letters: 2 },
        { status: 'completed', dead_letters: 1 },
      ],
    },
    ['dead_letters', 'dead_letters'],
  ],
  [
    'one whose dead letters were replayed, or that was cancelled',
    {
      campaigns: [
        { status: 'completed', dead_letters: 0 },
        { status: 'cancelled', dead_letters: 1 },
      ],
    },
    [],
  ],
  ['work in a queue of dead letters', { letters: [{}] }, ['dead_letters']],
  ['what was there half an hour ago', { letters: [{ seen_at: timestamp(START - 30 * 60_000 - 1) }] }, []],
  [
    'people who were not spread by chance',
    { campaigns: [{ status: 'completed', decision: decided('sample_ratio') }] },
    ['experiment_skewed'],
  ],
  [
    'an experiment that was decided, or skewed long ago',
    {
      campaigns: [
        { status: 'completed', decision: decided('look') },
        { status: 'completed', decision: { ...decided('sample_ratio'), at: timestamp(START - 8 * 86_400_000) } },
      ],
    },
    [],
  ],
  [
    'a variant that does clearly worse',
    { campaigns: [{ status: 'sending', worse_arms: [worse] }] },
    ['experiment_arm_worse'],
  ],
  ['one that everybody has got', { campaigns: [{ status: 'completed', worse_arms: [worse] }] }, []],
  ['an endpoint that works', { endpoints: [{ status: 'enabled', status_reason: null }] }, []],
])('%s is an alert if a person is needed', async (_, world, expected) => {
  const { data } = await found(world);
  expect(data.map(({ kind }) => kind)).toEqual(expected);
  for (const { id, kind, resource } of data) expect(id).toBe(`${kind}:${resource.id}`);
});

test('the newest comes first, and the reason is told', async () => {
  const [old, recent] = [timestamp(START - 60_000), at];
  const { data, complete } = await found({
    campaigns: [
      { updated_by: 'system:sender', updated_at: old, status_reason: 'The template was refused.' },
      { updated_by: 'system:failures', updated_at: recent },
    ],
  });
  expect(data.map(({ since }) => since)).toEqual([recent, old]);
  expect(data[1]?.message).toBe('The template was refused.');
  expect(complete).toBe(true);
});

test.each(['paused', 'sending', 'completed', 'templates', 'senders', 'endpoints'])(
  'a list that was cut short says so: there are more %s than are looked at',
  async (more) => {
    const { data, complete } = await found({ campaigns: [{ status: 'completed', dead_letters: 1 }], more });
    expect([data.length, complete]).toEqual([1, false]);
  },
);

test('a list that has all of each kind says so', async () => {
  const campaigns = (['paused', 'sending', 'completed'] as const).map((status) => ({ status, dead_letters: 1 }));
  const { data, complete } = await found({ campaigns });
  expect([data.length, complete]).toEqual([3, true]);
});

test('a spend cap that is reached says what is spent, and until when campaigns wait', async () => {
  const { data } = await found({ tenant: { id: 'ten_1', name: 'Shop', spend_cap }, spent: 9_900_000 });
  expect(data).toEqual([
    {
      id: 'spend_cap_reached:ten_1',
      kind: 'spend_cap_reached',
      resource: { type: 'tenant', id: 'ten_1', name: 'Shop' },
      message: expect.stringMatching(/^9\.90 USD of the 10\.00 USD .* 2026-11-21T00:00:00.000Z/),
      since: null,
    },
  ]);
});
