/** An experiment that nobody decides by hand: the schedule's function does, out of what people really did. */
import { afterAll, expect, onTestFinished, test } from 'vitest';

import { isSkewed } from '../../shared/analytics/experiment/sample-ratio.ts';
import { keys } from '../../shared/message/message.keys.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { Json } from '../support/api.ts';
import { addCampaign, messagesOf, reached, recipientsOf, reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { tableOf } from '../support/table.ts';
import { importCustomers, newTenant, type TestTenant } from '../support/tenant.ts';
import { startReceiver, verified } from '../support/webhook-receiver.ts';

const PEOPLE = 160;
const HOUR = 3_600_000;
/** A window, its cohort, and the hour in which its news may be late. */
const AGO = 4 * HOUR;

const ARMS = {
  ...{ message_content: 'Short!', weight: 1, buttons: [{ id: 'order', title: 'Order', type: 'reply' }] },
  contents: [{ key: 'long', weight: 1, message_content: 'Much, much longer!' }],
};

/** A look of Herald's own would come while some of the times are moved and others are not, or not counted yet. */
const herald = await startTestHerald({ settings: { privateWebhookTargets: true }, sweeps: 'by hand' });
afterAll(() => herald.close());

/** The times of an item so much earlier, as if all of it had happened then; the stream tells the roll-up. */
const earlier = (item: object) =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      name.endsWith('_at') && typeof value === 'string' ? [[name, timestamp(Date.parse(value) - AGO)]] : [],
    ),
  );

/** A draft that draws its two arms evenly: of a thousand drafts, chance draws one so unevenly that Herald rightly compares nothing. */
async function evenlyDrawn(tenant: TestTenant, fields: object): Promise<Json> {
  for (let tries = 0; tries < 5; tries += 1) {
    const draft = await addCampaign(tenant, fields);
    const { body } = await tenant.call(`POST /v1/campaigns/${draft.id}/preflight`);
    const counts = body.experiment.arms.map(({ people }: Json) => people);
    if (!isSkewed({ counts, weights: [1, 1] }, true)) return draft;
  }
  throw new Error('Five drafts in a row drew their arms unevenly.');
}

async function letTimePass({ id: tenant_id }: TestTenant, campaign_id: string): Promise<void> {
  const table = tableOf(herald);
  for (let lane = 0; lane < LANES; lane += 1)
    for await (const message of messageStore(table).ofLane(tenant_id, campaign_id, lane))
      await table.update(keys.message(tenant_id, message), { set: earlier(message) }, { exists: true });
  const key = { pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`, sk: 'CAMPAIGN' };
  const { started_at } = (await table.get(key)) ?? {};
  await table.update(key, { set: earlier({ started_at }) }, { exists: true });
}

/** What the schedule's function would do each minute. */
const sweep = () => herald.stack.runtime.invoke(herald.stack.functionArn('campaign.sweep'), {});

test.for([
  { better: 'long', worse: 'default', decide_after_hours: 3, by: 'set_time' },
  { better: 'default', worse: 'long', decide_after_hours: 48, by: 'look' },
])(
  '“$better” is tapped by more: that is decided by $by, told, and what the rest gets',
  async ({ better, worse, decide_after_hours, by }) => {
    const [tenant, receiver] = [await newTenant(herald), await startReceiver()];
    onTestFinished(receiver.close);
    const events = ['alert.raised', 'campaign.completed'];
    const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url, events } });
    await importCustomers(tenant, PEOPLE);
    const experiment = { metric: 'tapped', window_hours: 1, test_share: 0.5, decide_after_hours };
    const { id } = await evenlyDrawn(tenant, { ...ARMS, experiment });
    expect((await tenant.call(`POST /v1/campaigns/${id}/execute`)).status).toBe(202);
    await eventually(async () => {
      const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
      expect(body.progress.planned).toBe(PEOPLE);
      expect(body.status_reason).toMatch(/^The rest waits until the experiment is decided/);
    });
    const tested = await eventually(async () => {
      const got = await messagesOf(tenant, id);
      const { variants } = (await reportOf(tenant, id)).experiment;
      expect(variants.reduce((sum: number, { assigned }: Json) => sum + assigned, 0)).toBe(got.length);
      expect(got.filter(({ delivered_at }) => !delivered_at)).toEqual([]);
      return got;
    });
    const of = (variant: string) => tested.filter((one) => one.variant === variant);
    const taps = [...of(better).slice(2), ...of(worse).slice(0, 2)];
    await sideBySide(taps, 5, async ({ customer_id }) => {
      const body = { customer_id, button_id: 'order' };
      expect((await tenant.call(`POST /v1/campaigns/${id}/button-click`, { body })).status).toBe(200);
    });

    // While windows are open, nothing is decided.
    await sweep();
    expect((await tenant.call(`GET /v1/campaigns/${id}`)).body).toMatchObject({ status: 'sending', decision: null });
    await letTimePass(tenant, id);
    await herald.stack.streamIdle();
    await sweep();

    await reached(tenant, id, 'completed');
    const { body: campaign } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(campaign.decision).toMatchObject({ by, winner: better, rest: better });
    const report = (await reportOf(tenant, id)).experiment;
    expect(report.verdict).toContain(`“${by === 'look' ? worse : better}” is tapped by`);
    expect(report.variants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ variant: better, tried: of(better).length, did: of(better).length - 2 }),
        expect.objectContaining({ variant: worse, tried: of(worse).length, did: 2 }),
      ]),
    );

    const known = new Set(tested.map(({ customer_id }) => customer_id));
    const rest = (await messagesOf(tenant, id)).filter(({ customer_id }) => !known.has(customer_id));
    expect(rest.length).toBe(PEOPLE - tested.length);
    expect(rest.filter(({ variant }) => variant !== better)).toEqual([]);
    const to = await recipientsOf(tenant);
    expect([to.length, new Set(to).size]).toEqual([PEOPLE, PEOPLE]);

    // Only a look that comes before the set time may find an arm that is worse while people still get it; it ends with the campaign.
    const alerts = by === 'look' ? ['experiment_arm_worse'] : [];
    expect((await tenant.call('GET /v1/alerts')).body.data).toEqual([]);
    await eventually(() => {
      const told = receiver.received.map((message): Json => verified(message, endpoint.secret));
      expect(told.map(({ type, data }) => data.kind ?? type).toSorted()).toEqual(['campaign.completed', ...alerts]);
    });
  },
);
