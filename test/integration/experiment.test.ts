import { expect, inject, test } from 'vitest';

import { recount } from '../../shared/analytics/recount.ts';
import { ofCohort } from '../../shared/analytics/experiment/cohort-counters.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { sum } from '../../shared/analytics/rollup.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import type { Json } from '../support/api.ts';
import {
  addCampaign,
  messagesOf,
  reached,
  recipientsOf,
  reportOf,
  sentBy,
  startCampaign,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { sentTo } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, importCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
/** EXPERIMENT_PEOPLE=5000 tries it with many. */
const PEOPLE = Number(process.env['EXPERIMENT_PEOPLE'] ?? 200);

const ARMS = {
  ...{ message_content: 'Short!', weight: 1 },
  contents: [{ key: 'long', weight: 1, message_content: 'Much, much longer!' }],
};

/** A tenant with customers, and its campaign with two arms, a part held back, and a rest that waits. */
test.concurrent(
  'the test gets the arms, the rest gets the winner, and nobody is sent to twice, whatever pauses',
  async () => {
    const tenant = await newTenant(herald);
    await importCustomers(tenant, PEOPLE);
    const experiment = { metric: 'read', window_hours: 24, test_share: 0.3 };
    // So many that the test never lacks somebody who is held back, however ids fall.
    const fields = { ...ARMS, experiment, holdout: 0.3 };
    const { id } = await addCampaign(tenant, fields);
    const { body: foretold } = await tenant.call(`POST /v1/campaigns/${id}/preflight`);
    expect((await tenant.call(`POST /v1/campaigns/${id}/execute`)).status).toBe(202);
    for (let pauses = 0; pauses < 2; pauses++) {
      await tenant.call(`POST /v1/campaigns/${id}/pause`);
      await tenant.call(`POST /v1/campaigns/${id}/resume`);
    }
    // Everybody is planned, and only the test has outcomes.
    const waiting = await eventually(async () => {
      const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
      expect(body.progress.planned).toBe(PEOPLE);
      expect(body.status_reason).toMatch(/^The rest waits until the experiment is decided/);
      return body;
    });
    expect(waiting.status).toBe('sending');
    const tested = await eventually(async () => {
      const got = (await messagesOf(tenant, id)).filter(({ status_reason }) => status_reason !== 'holdout');
      const peopleOf = (arm: string) => got.filter(({ variant }) => variant === arm).length;
      const arms = ['default', 'long'].map((variant) => ({ variant, people: peopleOf(variant) }));
      expect(foretold.experiment).toMatchObject({ arms, outside: 0, usual_rate: 0.05, usual_rate_known: false });
      return got;
    });
    const before = await messagesOf(tenant, id);
    expect(before.length).toBeLessThan(PEOPLE / 2);
    expect(new Set(before.map(({ variant }) => variant))).toEqual(new Set(['default', 'long', null]));
    expect(foretold.experiment.waiting).toBe(foretold.reach.total - tested.length);
    expect(foretold.warnings.map(({ code }: Json) => code)).toContain('experiment_finds');

    await tenant.call(`POST /v1/campaigns/${id}/pause`);
    const chosen = await tenant.call(`POST /v1/campaigns/${id}/winner`, { body: { content_key: 'long' } });
    expect(chosen.body).toMatchObject({ decision: { by: 'person', winner: 'long', rest: 'long' } });
    await tenant.call(`POST /v1/campaigns/${id}/resume`);
    await reached(tenant, id, 'completed');

    const messages = await messagesOf(tenant, id);
    expect(messages.length).toBe(PEOPLE);
    const sent = messages.filter(({ status }) => status !== 'skipped');
    const to = await recipientsOf(tenant);
    expect(to.length).toBe(sent.length);
    expect(new Set(to).size).toBe(to.length);
    const test = new Set(before.map(({ customer_id }) => customer_id));
    for (const one of sent) if (!test.has(one.customer_id)) expect(one.variant).toBe('long');
    const held = messages.filter(({ status_reason }) => status_reason === 'holdout');
    expect(held.length).toBe(PEOPLE - sent.length);
    // What the provider has is what the ledger says: each arm's text as often as its messages.
    const texts = (await sentBy(tenant)).filter(({ text }: Json) => text.includes('longer'));
    expect(texts.length).toBe(sent.filter(({ content_key }) => content_key === 'long').length);

    const { experiment: shown } = await eventually(async () => {
      const report = await reportOf(tenant, id);
      for (const { variant, assigned, tried } of report.experiment.variants) {
        const own = before.filter((one) => one.variant === variant && one.status_reason !== 'holdout');
        expect([assigned, tried]).toEqual([own.length, own.length]);
      }
      return report;
    });
    expect(shown.verdict).toMatch(
      /^A person chose “long”. Nothing is proved by that. Now, of those whose time is over:/,
    );
    const table = tableOf(tenant.served);
    const ledger = { messages: messageStore(table), interactions: interactionStore(table) };
    // Deliveries and reads are still being reported.
    await eventually(async () => {
      const rows = await rollupStore(table).cohorts(tenant.id, id);
      const counted = sum(rows.map(({ cohort, counters }) => ofCohort(cohort, counters)));
      expect(counted).toEqual((await recount(tenant.id, id, ledger)).cohorts);
    });
  },
);

test.concurrent('a winner chosen while the campaign is sending releases the rest at once', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, numbers(20));
  const fields = { ...ARMS, experiment: { metric: 'read', test_share: 0.3 } };
  const { id } = await startCampaign(tenant, fields);
  await eventually(async () =>
    expect((await tenant.call(`GET /v1/campaigns/${id}`)).body.status_reason).toMatch(/^The rest waits until/),
  );
  const chosen = await tenant.call(`POST /v1/campaigns/${id}/winner`, { body: { variant: 'long' } });
  expect(chosen.body).toMatchObject({ status: 'sending', decision: { winner: 'long' } });
  await reached(tenant, id, 'completed');
  const to = await recipientsOf(tenant);
  expect([to.length, new Set(to).size]).toEqual([20, 20]);
});

test.concurrent('a winner is refused where there is nothing to decide, and where it is decided', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, numbers(1));
  const winner = (id: string, body: object) => tenant.call(`POST /v1/campaigns/${id}/winner`, { body });
  const plain = await startCampaign(tenant);
  expect(await winner(plain.id, { variant: 'b' })).toMatchObject({ status: 409, body: { code: 'experiment.none' } });
  const fields = { ...ARMS, experiment: { metric: 'read' } };
  const draft = await addCampaign(tenant, fields);
  expect(await winner(draft.id, { variant: 'long' })).toMatchObject({ status: 409, body: { code: 'campaign.status' } });
  const { id } = await startCampaign(tenant, fields);
  expect(await winner(id, { variant: 'no' })).toMatchObject({ status: 400, body: { errors: [{ path: 'variant' }] } });
  expect(await winner(id, {})).toMatchObject({ status: 400 });
  expect(await winner(id, { variant: 'long' })).toMatchObject({ status: 200 });
  expect(await winner(id, { variant: 'long' })).toMatchObject({ status: 409, body: { code: 'experiment.decided' } });
  expect((await tenant.call(`PATCH /v1/campaigns/${id}`, { body: { holdout: 0.2 } })).status).toBe(409);
});

test.concurrent('conversions count of whoever got something and of whoever got nothing, without a tap', async () => {
  const tenant = await newTenant(herald);
  // So many that some are held back and some are not, however ids fall.
  const people = await addCustomers(tenant, numbers(40));
  const { id } = await startCampaign(tenant, { ...ARMS, experiment: { metric: 'converted' }, holdout: 0.5 });
  await reached(tenant, id, 'completed');
  for (const [n, { id: customer_id }] of people.entries()) {
    const body = { customer_id, conversion_type: 'order', conversion_reference_id: `o-${n}` };
    const { body: answer } = await tenant.call('POST /v1/conversions', { body });
    expect(answer).toEqual({ attributed: false });
  }
  const messages = await messagesOf(tenant, id);
  const held = messages.filter(({ status_reason }) => status_reason === 'holdout').length;
  const rollups = rollupStore(tableOf(tenant.served));
  await eventually(async () => {
    const total = sum((await rollups.cohorts(tenant.id, id)).map(({ counters }) => counters));
    expect(total).toMatchObject({
      ...{ 'planned#held': held, 'bought#held': held, 'planned#sent': 40 - held, 'bought#sent': 40 - held },
    });
    expect((total['did#default'] ?? 0) + (total['did#long'] ?? 0)).toBe(40 - held);
  });
});

test.concurrent('a conversion told of a tap counts in an experiment of its person, too', async () => {
  const tenant = await newTenant(herald);
  const [customer] = await addCustomers(tenant, numbers(1));
  const { id } = await startCampaign(tenant, { ...ARMS, experiment: { metric: 'converted' }, holdout: 0.5 });
  await reached(tenant, id, 'completed');
  const { campaign } = await sentTo(tenant, {}, customer);
  const click = { customer_id: customer.id, button_id: 'call', clicked_at: new Date().toISOString() };
  const { body: tap } = await tenant.call(`POST /v1/campaigns/${campaign.id}/button-click`, { body: click });
  const path = `/v1/campaigns/${campaign.id}/interactions/${tap.id}/conversion`;
  const body = { conversion_type: 'order', conversion_reference_id: 'o-1' };
  expect((await tenant.call(`POST ${path}`, { body })).status).toBe(200);
  const rollups = rollupStore(tableOf(tenant.served));
  await eventually(async () => {
    const total = sum((await rollups.cohorts(tenant.id, id)).map(({ counters }) => counters));
    expect((total['bought#held'] ?? 0) + (total['bought#sent'] ?? 0)).toBe(1);
  });
});
