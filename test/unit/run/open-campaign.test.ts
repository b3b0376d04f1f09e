import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Run } from '../../../shared/run/run.ts';
import { openCampaign, type OpenPorts } from '../../../shared/run/open-campaign.ts';
import { ProviderRefusal, type Approval, type TemplateProvider } from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { campaignOf, fakeClock, keptLog, START, thrown } from '../fixtures.ts';

const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const buttons: Campaign['buttons'] = [{ id: 'y', title: 'Yes', type: 'reply' }];
/** What every opening does, looked at apart. */
const PREPARED = new Set<unknown>(['credentials since', 'link secret']);
const sending: Partial<Campaign> = { status: 'sending', run: 1, updated_at: timestamp(START) };

interface Surroundings {
  readonly vault?: typeof credentials | undefined;
  readonly known?: string;
  readonly approval?: Approval;
  readonly provider?: Partial<TemplateProvider>;
  readonly waited?: number;
}

/** Opens a run of a campaign, with what is around it, and tells everything that happened. */
async function opened(campaign: Campaign | undefined, run: Partial<Run> = {}, around: Surroundings = {}) {
  const { vault = 'vault' in around ? undefined : credentials, known, approval = { state: 'approved' } } = around;
  const happened: unknown[][] = [];
  const { lines, log } = keptLog();
  const clock = fakeClock(START + (around.waited ?? 0));
  const ports: OpenPorts = {
    clock,
    log,
    campaigns: {
      get: async () => campaign,
      async begin(step, of, number) {
        happened.push(['begin', step, number]);
        const status = step === 'cancel' ? 'cancelled' : 'sending';
        return { ...(of as Campaign), run: number, status };
      },
      async tryTake(step, _, __, reason) {
        happened.push([step, reason]);
        return true;
      },
      async noteTemplate(_, content_sid) {
        happened.push(['note', content_sid]);
      },
      async explain(_, reason) {
        happened.push(['explain', reason]);
      },
    },
    credentials: {
      async get(_, since) {
        if (since !== undefined) happened.push(['credentials since', since]);
        return vault;
      },
    },
    tenants: {
      async ensureLinkSecret(_, secret) {
        happened.push(['link secret', secret.length]);
      },
    },
    publicBaseUrl: 'https://h.example',
    ids,
    templates: {
      find: async () => known,
      note: async (_, __, content_sid) => content_sid,
    },
    templateProvider: {
      async create() {
        happened.push(['create']);
        return { content_sid: 'HX1' };
      },
      async approval() {
        happened.push(['approval']);
        return approval;
      },
      ...around.provider,
    },
  };
  const given: Run = {
    tenant_id: campaign?.tenant_id ?? 'ten_1',
    campaign_id: campaign?.id ?? 'cmp_1',
    run: 1,
    step: 'execute',
    ...run,
  };
  const opening = await openCampaign(given, ports);
  return { opening, happened: happened.filter(([what]) => !PREPARED.has(what)), all: happened, lines };
}

describe('the campaign', () => {
  test.each<[string, Campaign | undefined, Partial<Run>, object, unknown[][]]>([
    ['gone', undefined, {}, { proceed: 'stop' }, []],
    ['not begun', campaignOf(), {}, { proceed: 'lanes' }, [['begin', 'execute', 1]]],
    ['not begun, in review by its owner', campaignOf({ status: 'completed' }), {}, { proceed: 'stop' }, []],
    ['sending', campaignOf(sending), {}, { proceed: 'lanes' }, []],
    ['sending in a later run', campaignOf({ ...sending, run: 2 }), {}, { proceed: 'stop' }, []],
    [
      'two runs behind, the one between spent',
      campaignOf({ ...sending, run: 1, status: 'paused' }),
      { run: 3, step: 'resume' },
      { proceed: 'lanes' },
      [['begin', 'resume', 3]],
    ],
    ['paused', campaignOf({ ...sending, status: 'paused' }), {}, { proceed: 'stop' }, []],
    ['completed', campaignOf({ ...sending, status: 'completed' }), {}, { proceed: 'stop' }, []],
    ['cancelled', campaignOf({ ...sending, status: 'cancelled' }), {}, { proceed: 'lanes' }, []],
    [
      'to be cancelled',
      campaignOf(sending),
      { run: 2, step: 'cancel' },
      { proceed: 'lanes' },
      [['begin', 'cancel', 2]],
    ],
    [
      'to be cancelled, but complete',
      campaignOf({ ...sending, status: 'completed' }),
      { run: 2, step: 'cancel' },
      { proceed: 'stop' },
      [],
    ],
    ['ready at the provider', campaignOf({ ...sending, buttons, content_sid: 'HX1' }), {}, { proceed: 'lanes' }, []],
  ])('%s', async (_, campaign, run, opening, happened) => {
    expect(await opened(campaign, run)).toMatchObject({ opening, happened });
  });

  test('is paused without credentials, which must be those of after it was begun', async () => {
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

  test('is made, approved and noted', async () => {
    const { opening, happened } = await opened(campaign);
    expect(opening).toEqual({ proceed: 'lanes' });
    expect(happened).toEqual([['create'], ['approval'], ['note', 'HX1']]);
  });

  test('that is there already is not made again', async () => {
    const { happened } = await opened(campaign, {}, { known: 'HX7' });
    expect(happened).toEqual([['approval'], ['note', 'HX7']]);
  });

  test.each([
    [0, 2],
    [19_000, 2],
    [200_000, 20],
    [86_400_000, 600],
  ])('in review for %i ms is looked at again in %i s, and the reader is told', async (waited, wait_seconds) => {
    const { opening, happened } = await opened(campaign, {}, { approval: { state: 'pending' }, waited });
    expect(opening).toEqual({ proceed: 'wait', wait_seconds });
    expect(happened.at(-1)).toEqual(['explain', expect.stringContaining('approve')]);
  });

  test('that WhatsApp rejects pauses the campaign, with the reason', async () => {
    const { opening, happened } = await opened(campaign, {}, { approval: { state: 'rejected', reason: 'Spam.' } });
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened.at(-1)).toEqual(['pause', expect.stringContaining('Spam.')]);
  });

  test.each([
    [new ProviderRefusal(21656, 'Bad card.'), 'template_refused', 'Bad card.'],
    [new ProviderRefusal(20003, 'Authenticate'), 'provider_refused', '20003'],
    [new ProviderRefusal(401, 'HTTP 401'), 'provider_refused', '401'],
  ])('that the provider refuses with %s pauses the campaign: %s', async (refusal, code, text) => {
    const provider = { create: () => Promise.reject(refusal) };
    const { opening, happened, lines } = await opened(campaign, {}, { provider });
    expect(opening).toEqual({ proceed: 'stop' });
    expect(happened).toEqual([['pause', expect.stringContaining(text)]]);
    expect(lines).toMatchObject([['campaign.paused', { code }]]);
  });

  test('that could not be asked for is asked for again: the fault goes up to the state machine', async () => {
    const provider = { approval: () => Promise.reject(new Error('ECONNRESET')) };
    expect(await thrown(() => opened(campaign, {}, { provider }))).toMatchObject({ message: 'ECONNRESET' });
  });
});
