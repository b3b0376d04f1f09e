import { afterAll, beforeAll, expect, test } from 'vitest';

import { sideBySide } from '../../shared/platform/side-by-side.ts';
import { predictionStore } from '../../shared/prediction/prediction.store.ts';
import type { Json } from '../support/api.ts';
import { messagesOf, runCampaign, startCampaign, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, importCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const PEOPLE = 120;
const BUTTONS = { buttons: [{ id: 'order', title: 'Order', type: 'reply' }] };

let herald: TestHerald;
beforeAll(async () => {
  herald = await startTestHerald();
});
afterAll(() => herald.close());

/** Looks for campaigns that have closed, as the schedule does each hour, and waits until the newest is learnt from. */
async function learn(tenant: TestTenant): Promise<Json> {
  const before = await tenant.call('GET /v1/predictions');
  await herald.stack.runtime.invoke(herald.stack.functionArn('predictions.begin'), {});
  return eventually(async () => {
    const { status, body } = await tenant.call('GET /v1/predictions');
    expect(status).toBe(200);
    expect(body.trained_at).not.toBe(before.body.trained_at);
    return body;
  });
}

/** Sends a campaign to everybody, of whom these tap. */
async function campaignTappedBy(tenant: TestTenant, who: (ids: readonly string[]) => readonly string[]) {
  const { id } = await runCampaign(tenant, BUTTONS);
  await totalsReached(tenant, id, { delivered: PEOPLE });
  const ids = (await messagesOf(tenant, id)).map(({ customer_id }) => String(customer_id)).toSorted();
  const answers = await sideBySide(who(ids), 5, (customer_id) =>
    tenant.call(`POST /v1/campaigns/${id}/button-click`, { body: { customer_id, button_id: 'order' } }),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  return id as string;
}

const fans = (ids: readonly string[]) => ids.slice(0, PEOPLE / 2);
const others = (ids: readonly string[]) => ids.slice(PEOPLE / 2);

test('what is learnt is used once it is proved on people it has not seen, and no longer when it is no better', async () => {
  const tenant = await newTenant(herald);
  const none = await tenant.call('GET /v1/predictions');
  expect(none.body).toMatchObject({
    trained_at: null,
    taps: { status: 'not_enough_evidence', model: null, judged: null },
  });
  expect(none.body.taps.verdict).toMatch(/^Not enough evidence: no campaign has closed yet/);

  await importCustomers(tenant, PEOPLE);
  const first = await campaignTappedBy(tenant, fans);
  const early = await learn(tenant);
  expect(early.taps).toMatchObject({ status: 'not_enough_evidence', evidence: { messages: 0, tapped: 0, needed: 50 } });

  const second = await campaignTappedBy(tenant, fans);
  const trained = await learn(tenant);
  expect(trained.taps).toMatchObject({
    status: 'unproved',
    evidence: { messages: PEOPLE, tapped: PEOPLE / 2 },
    model: { people: PEOPLE, sampled: 1, messages: PEOPLE, tapped: PEOPLE / 2, base_rate: 0.5 },
    judged: null,
  });
  expect(trained.taps.model.campaigns.toSorted()).toEqual([first, second].toSorted());
  const habit = trained.taps.model.weights.find(({ feature }: Json) => feature === 'tap_habit');
  expect(habit.interval[0]).toBeGreaterThan(1);
  expect(habit.meaning).toMatch(
    /^Whoever tapped twice as often as is usual: [\d.]+ times the odds \([\d.]+ to [\d.]+\)\.$/,
  );

  const third = await campaignTappedBy(tenant, fans);
  const proved = await learn(tenant);
  expect(proved.taps).toMatchObject({
    status: 'in_use',
    judged: { campaign_id: third, outcome: 'proved', people: PEOPLE, tapped: PEOPLE / 2, base_brier: 0.25 },
  });
  expect(proved.taps.judged.gain_interval[0]).toBeGreaterThan(0);
  expect(proved.taps.verdict).toMatch(/^In use\. It foretells taps better than the base rates do\./);

  const [fan, stranger] = await Promise.all(
    [fans, others].map(async (side) => {
      const [id] = side((await messagesOf(tenant, third)).map(({ customer_id }) => customer_id).toSorted());
      const { status, body } = await tenant.call(`GET /v1/customers/${id}/prediction`);
      expect({ status, of: body.status }).toEqual({ status: 200, of: 'in_use' });
      const reply = body.taps.find(({ type }: Json) => type === 'reply');
      expect(reply.base_rate).toBe(0.5);
      return reply.probability;
    }),
  );
  expect(fan).toBeGreaterThan(0.7);
  expect(stranger).toBeLessThan(0.3);

  const fourth = await campaignTappedBy(tenant, others);
  const off = await learn(tenant);
  expect(off.taps).toMatchObject({
    status: 'unproved',
    judged: { campaign_id: fourth, outcome: 'switched_off' },
    // Somebody whose habits changed is learnt from anew.
    model: { messages: 3 * PEOPLE },
  });
  expect(off.taps.judged.gain).toBeLessThan(0);
  expect(off.taps.verdict).toMatch(/^Not in use\. .*was switched off/);
  const other = await newTenant(herald);
  expect((await other.call('GET /v1/predictions')).body).toEqual(none.body);
});

test('one person, a campaign without buttons and a person who is erased leave too little to learn from', async () => {
  const tenant = await newTenant(herald);
  const [one, two] = await addCustomers(tenant, 2);
  for (const fields of [{}, BUTTONS, BUTTONS]) await runCampaign(tenant, fields);
  await startCampaign(tenant, BUTTONS);
  expect((await tenant.call(`DELETE /v1/customers/${one.id}`)).status).toBe(200);
  const { taps } = await learn(tenant);
  expect((await tenant.call(`GET /v1/customers/${one.id}/prediction`)).status).toBe(404);
  const { body: untold } = await tenant.call(`GET /v1/customers/${two.id}/prediction`);
  expect(untold).toEqual({
    customer_id: two.id,
    status: 'not_enough_evidence',
    taps: null,
    picks: [],
    best_hour: null,
  });
  expect(taps).toMatchObject({ status: 'not_enough_evidence', model: null, evidence: { tapped: 0 } });
  expect(taps.verdict).toMatch(/at least 50 that were tapped and 50 that were not are needed/);
  const kept = await predictionStore(tableOf(herald)).get(tenant.id);
  expect(JSON.stringify(kept)).not.toMatch(/cus_/);
});
