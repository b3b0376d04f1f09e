import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { contentOf } from '../../../shared/content/content.ts';
import type { Run } from '../../../shared/run/run.ts';
import { openCampaign, type OpenPorts } from '../../../shared/run/open-campaign.ts';
import {
  ProviderRefusal,
  ProviderUnreachable,
  type Provider,
  type Review,
  type TemplateRegistry,
} from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import {
  approved,
  campaignOf,
  fakeClock,
  keptLog,
  senderOf,
  START,
  templateOf,
  tenantOf,
  thrown,
} from '../fixtures.ts';

const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const buttons: Campaign['buttons'] = [{ id: 'y', title: 'Yes', type: 'reply' }];
/** What every opening does; it has a test of its own. */
const PREPARED = new Set<unknown>(['credentials since', 'link secret']);
const PROVIDER = 'another';
const registry: TemplateRegistry = {
  find: () => Promise.reject(new Error('It is for the provider to look here.')),
  add: () => Promise.reject(new Error('It is for the provider to add here.')),
  forget: () => Promise.reject(new Error('It is for the provider to forget here.')),
};
const content_templates = approved('HX1');
const sending: Partial<Campaign> = { status: 'sending', run: 1, updated_at: timestamp(START) };

interface Circumstances {
  readonly vault?: typeof credentials | undefined;
  readonly review?: Review;
  /** What the provider fails with. */
  readonly fault?: Error;
  readonly unreachableAddress?: string;
  readonly stopped?: 'tenant' | 'installation';
  readonly unapproved?: string;
  readonly waited?: number;
  readonly isProved?: boolean;
}

/** Opens a run of a campaign. @returns what it does next, and everything that happened on the way */
async function opened(campaign: Campaign | undefined, run: Partial<Run> = {}, around: Circumstances = {}) {
  const { vault = 'vault' in around ? undefined : credentials, review = { state: 'approved' } } = around;
  const happened: unknown[][] = [];
  const asked: [string | undefined, ...Parameters<Provider['ensureTemplate']>][] = [];
  const { lines, log } = keptLog();
  const clock = fakeClock(START + (around.waited ?? 0));
  const ports: OpenPorts = {
    clock,
    log,
    audiences: { get: async () => undefined, keep: async () => undefined },
    segments: { getAll: async () => [] },
    campaigns: {
      get: async () => campaign,
      async begin(step, of, number, { by }) {
        happened.push(['begin', step, number]);
        expect(by).toBe('system:run');
        const status = step === 'cancel' ? 'cancelled' : 'sending';
        return { ...(of as Campaign), run: number, status };
      },
      async tryTransition(step, _, { by }, reason) {
        happened.push([step, reason]);
        expect(by).toBe('system:run');
        return true;
      },
      async setPicking(_, picking) {
        happened.push(['set picking', picking]);
      },
      async setTiming(_, terms) {
        happened.push(['set timing', terms]);
      },
      async setTemplates(_, templates, reason) {
        happened.push(['set templates', templates, reason]);
      },
    },
    customers: { lanePage: async () => ({ items: [], last: undefined }) },
    lanes: { states: async () => new Map() },
    bestHours: { provedModel: async () => (around.isProved ? 'model' : undefined) },
    picker: { isProved: async () => around.isProved ?? false },
    unapproved: async () => around.unapproved,
    credentials: {
      async get(_, since) {
        if (since !== undefined) happened.push(['credentials since', since]);
        return vault;
      },
    },
    sendingSwitch: { isStopped: async () => around.stopped === 'installation' },
    tenants: {
      get: async (id) => tenantOf({ id, sending: around.stopped === 'tenant' ? 'stopped' : 'on' }),
      async ensureLinkSecret(_, secret) {
        happened.push(['link secret', secret.length]);
      },
    },
    ids,
    senders: {
      get: async (_, id) => senderOf({ id, provider: PROVIDER }),
      claimLimitsRead: async () => false,
      setLimits: async () => undefined,
    },
    limitReaders: () => ({ limits: async () => undefined }),
    unreachableAddress: around.unreachableAddress ?? null,
    templates: {
      ofTenant: (tenant) => ({ ...registry, tenant }),
      get: async () => templateOf({ status: review.state === 'pending' ? 'submitted' : review.state }),
      put: async () => void happened.push(['list template']),
      markGone: async () => void happened.push(['list template as gone']),
    },
    templateProviders: (name) => ({
      async ensureTemplate(...given) {
        asked.push([name, ...given]);
        if (around.fault) throw around.fault;
        happened.push(['ensure template']);
        return { template_id: 'HX1', review };
      },
      accountOf: () => credentials.account_sid,
      readTemplate: async () => void happened.push(['read template']),
    }),
  };
  const given: Run = {
    tenant_id: campaign?.tenant_id ?? 'ten_1',
    campaign_id: campaign?.id ?? 'cmp_1',
    run: 1,
    step: 'execute',
    ...run,
  };
  const opening = await openCampaign(given, ports);
  return { opening, happened: happened.filter(([what]) => !PREPARED.has(what)), all: happened, asked, lines };
}

test.each([
  ['tenant', 'PATCH /v1/tenant'],
  ['installation', 'resume-sending'],
] as const)('a run pauses before anything else while sending is stopped by the %s', async (stopped, remedy) => {
  const { opening, all, lines } = await opened(campaignOf(sending), {}, { stopped });
  expect(opening).toEqual({ proceed: 'stop' });
  expect(all).toEqual([
    ['link secret', 43],
    ['pause', expect.stringContaining(remedy)],
  ]);
  expect(lines).toMatchObject([['campaign.paused', { code: 'sending_stopped' }]]);
});

test('a run pauses when the provider cannot reach this installation', async () => {
  const unreachableAddress = 'http://localhost:3000';
  const { opening, happened } = await opened(campaignOf(sending), {}, { unreachableAddress });
  expect(opening).toEqual({ proceed: 'stop' });
  expect(happened).toEqual([['pause', expect.stringMatching(/cannot reach http:\/\/localhost:3000.*PUBLIC_BASE_URL/)]]);
});

test('a run that begins without an approval pauses; one that carries on does not ask for it', async () => {
  const around = { unapproved: 'It reaches 3 people.' };
  for (const step of ['execute', 'fire', 'resume'] as const) {
    const { opening, happened } = await opened(campaignOf(sending), { step }, around);
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened).toEqual([['pause', 'It reaches 3 people. Then resume: nobody was sent to.']]);
  }
  const { opening } = await opened(campaignOf({ ...sending, content_templates }), { step: 'revive' }, around);
  expect(opening).toMatchObject({ proceed: 'lanes' });
});

describe('a run is opened for a campaign that is', () => {
  test.each<[string, Campaign | undefined, Partial<Run>, object, unknown[][]]>([
    ['gone', undefined, {}, { proceed: 'stop' }, []],
    ['not begun', campaignOf({ content_templates }), {}, { proceed: 'lanes', lanes: [] }, [['begin', 'execute', 1]]],
    ['completed without a run', campaignOf({ status: 'completed' }), {}, { proceed: 'stop' }, []],
    ['sending', campaignOf({ ...sending, content_templates }), {}, { proceed: 'lanes', lanes: [] }, []],
    ['sending in a later run', campaignOf({ ...sending, run: 2 }), {}, { proceed: 'stop' }, []],
    [
      'paused, two runs behind because the number between was used up',
      campaignOf({ ...sending, content_templates, run: 1, status: 'paused' }),
      { run: 3, step: 'resume' },
      { proceed: 'lanes', lanes: [] },
      [['begin', 'resume', 3]],
    ],
    ['paused', campaignOf({ ...sending, status: 'paused' }), {}, { proceed: 'stop' }, []],
    ['completed', campaignOf({ ...sending, status: 'completed' }), {}, { proceed: 'stop' }, []],
    ['cancelled', campaignOf({ ...sending, status: 'cancelled' }), {}, { proceed: 'lanes', lanes: [] }, []],
    [
      'to be cancelled',
      campaignOf(sending),
      { run: 2, step: 'cancel' },
      { proceed: 'lanes', lanes: [] },
      [['begin', 'cancel', 2]],
    ],
    [
      'to be cancelled, but completed',
      campaignOf({ ...sending, status: 'completed' }),
      { run: 2, step: 'cancel' },
      { proceed: 'stop' },
      [],
    ],
    [
      'sending and has its template',
      campaignOf({ ...sending, buttons, content_templates: approved('HX1') }),
      {},
      { proceed: 'lanes', lanes: [] },
      [],
    ],
  ])('%s', async (_, campaign, run, opening, happened) => {
    expect(await opened(campaign, run)).toMatchObject({ opening, happened });
  });

  test('sending, which is paused without credentials, and these must have been read since the run began', async () => {
    const { opening, happened, all, lines } = await opened(campaignOf(sending), {}, { vault: undefined });
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened).toEqual([['pause', expect.stringContaining('PATCH /v1/tenant')]]);
    expect(all.slice(0, 2)).toEqual([
      ['link secret', 43],
      ['credentials since', START],
    ]);
    expect(lines).toMatchObject([['campaign.paused', { code: 'credentials_missing' }]]);
  });
});

describe('a template', () => {
  const campaign = campaignOf({ ...sending, buttons });

  test('that is approved is set on the campaign', async () => {
    const { opening, happened } = await opened(campaign);
    expect(opening).toEqual({ proceed: 'lanes', lanes: [] });
    expect(happened).toEqual([['ensure template'], ['set templates', approved('HX1'), null]]);
  });

  test("is asked for at the provider of the campaign's sender, from the templates of the tenant", async () => {
    const { asked } = await opened(campaign);
    expect(asked).toEqual([
      [PROVIDER, credentials, contentOf(campaign), 'marketing', { ...registry, tenant: campaign.tenant_id }],
    ]);
  });

  test('is needed for a footer', async () => {
    const { happened } = await opened(campaignOf({ ...sending, footer: 'Reply STOP to opt out' }));
    expect(happened).toEqual([['ensure template'], ['set templates', approved('HX1'), null]]);
  });

  test.each([
    [0, 2],
    [19_000, 2],
    [200_000, 20],
    [86_400_000, 600],
  ])('in review for %i ms is asked for again in %i s, and status_reason says so', async (waited, wait_seconds) => {
    const { opening, happened } = await opened(campaign, {}, { review: { state: 'pending' }, waited });
    expect(opening).toEqual({ proceed: 'wait', wait_seconds });
    expect(happened.at(-1)).toEqual([
      'set templates',
      { default: { template_id: 'HX1', state: 'pending' } },
      expect.stringContaining('approve'),
    ]);
  });

  test('that WhatsApp rejects pauses the campaign, with the reason', async () => {
    const { opening, happened } = await opened(campaign, {}, { review: { state: 'rejected', reason: 'Spam.' } });
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened.at(-1)).toEqual(['pause', expect.stringContaining('Spam.')]);
  });

  test.each([
    [new ProviderRefusal({ code: '21656', class: 'template' }, 'Bad card.'), 'template_refused', 'Bad card.'],
    [new ProviderRefusal({ code: '20003', class: 'fatal' }, 'Authenticate'), 'provider_refused', '20003'],
    [new ProviderRefusal({ code: '401', class: 'fatal' }, 'HTTP 401'), 'provider_refused', '401'],
  ])('that the provider refuses with %s pauses the campaign: %s', async (refusal, code, text) => {
    const { opening, happened, lines } = await opened(campaign, {}, { fault: refusal });
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened.at(-1)).toEqual(['pause', expect.stringContaining(text)]);
    expect(lines).toMatchObject([['campaign.paused', { code }]]);
  });

  test.each([
    [0, { proceed: 'wait', wait_seconds: 2 }, []],
    [31_000, { proceed: 'stop' }, [['pause', expect.stringContaining('could not be reached')]]],
  ])('whose provider cannot be reached for %i ms waits, then pauses', async (waited, opening, happened) => {
    const fault = new ProviderUnreachable('gone');
    expect(await opened(campaign, {}, { fault, waited })).toMatchObject({ opening, happened });
  });

  test('that could not be asked for makes the task fail, so that the state machine tries again', async () => {
    const fault = new Error('ECONNRESET');
    expect(await thrown(() => opened(campaign, {}, { fault }))).toMatchObject({ message: 'ECONNRESET' });
  });
});

test('a campaign picks only if that is proved as it begins, and keeps to it in all of its runs', async () => {
  const experiment = { metric: 'tapped' as const, window_hours: 24, test_share: 1, no_winner: 'control' as const };
  const asking = campaignOf({ ...sending, experiment: { ...experiment, pick: 'predicted' } });
  for (const isProved of [true, false]) {
    expect((await opened(asking, {}, { isProved })).happened).toContainEqual(['set picking', isProved]);
    const settled = await opened({ ...asking, picking: !isProved }, {}, { isProved });
    expect(settled.happened.map(([what]) => what)).not.toContain('set picking');
    const plain = await opened({ ...asking, experiment }, {}, { isProved });
    expect(plain.happened.map(([what]) => what)).not.toContain('set picking');
  }
});
