import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { planned, reportOf, startCampaign } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { importCustomers, newTenant } from '../support/tenant.ts';
import { behind, PATIENCE_MS, signIn, UNSEEN, visit } from './visit.ts';

const PATIENCE = { timeout: PATIENCE_MS };

test.skipIf(UNSEEN)(
  'all sending is stopped after a question, and allowed again; settings and a program for taps are kept as chosen',
  async () => {
    const tenant = await newTenant(behind().served);
    const sending = async () => (await tenant.call('GET /v1/tenant')).body.sending;
    const manager = await visit();
    await signIn(manager, '/settings/hours', tenant.api_key);
    const { page, faults } = manager;
    const stop = page.getByRole('button', { name: 'Stop all sending' });
    await stop.click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await stop.evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await stop.textContent()).toBe('Stop all sending');
    await stop.click();
    expect(await sending()).toBe('on');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('All sending is stopped.').waitFor();
    expect(await sending()).toBe('stopped');
    await page.getByRole('button', { name: 'Allow sending' }).click();
    await page.getByRole('button', { name: 'Stop all sending' }).waitFor();
    expect(await sending()).toBe('on');

    // In the same form: what a day may cost, and what is kept how long. What the API would refuse is said before.
    const save = page.getByRole('button', { name: 'Save' });
    await page.getByLabel('At most, in USD').fill('0.00');
    await page.getByText('It must be more than 0').waitFor();
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('At most, in USD').fill('250.00');
    await page.getByLabel('By the clock of').selectOption('Europe/Berlin');
    await page.getByLabel('What people write').fill('6');
    await page.getByText('Give whole days, 7 to 365.').waitFor();
    await page.getByLabel('What people write').fill('14');
    await page.getByLabel('In 7 days').fill('3');
    await page.getByLabel('Numbers without a country are from').fill('de');
    await save.click();
    const settings = async () => {
      const { spend_cap, retention, frequency_cap, default_country } = (await tenant.call('GET /v1/tenant')).body;
      return { spend_cap, retention, frequency_cap, default_country };
    };
    await expect.poll(settings, PATIENCE).toEqual({
      spend_cap: { amount: '250.00', time_zone: 'Europe/Berlin' },
      retention: { replies_days: 14, webhook_deliveries_days: 30, jobs_days: 30, audit_days: 400 },
      frequency_cap: { per_week: 3 },
      default_country: 'DE',
    });

    // A program answers the taps of a button.
    const endpoint = await tenant.call('POST /v1/webhook-endpoints', {
      body: { url: 'https://agent.example.com/herald' },
    });
    expect(endpoint.status).toBe(200);
    await page.goto('/console/campaigns/new/edit/message');
    await page.getByLabel('Name', { exact: true }).fill('Asked');
    await page.getByLabel('Text', { exact: true }).fill('Hello there, ask us.');
    await page.getByRole('button', { name: 'Add a button' }).click();
    await page.getByLabel('Title 1', { exact: true }).fill('Ask');
    await page.getByLabel('A tap on 1', { exact: true }).selectOption('agent');
    await page.getByText('Choose who answers.').waitFor();
    await page.getByLabel('Program 1', { exact: true }).selectOption({ label: 'https://agent.example.com/herald' });
    await page.getByLabel('Seconds to answer 1', { exact: true }).fill('5');
    await page.getByLabel('If it gives no answer 1', { exact: true }).fill('We write to you today.');
    await page.getByText(/^Saved /).waitFor();
    const { data } = (await tenant.call('GET /v1/campaigns')).body;
    expect(data[0].buttons[0].action).toEqual({
      type: 'agent',
      webhook_endpoint_id: endpoint.body.id,
      timeout_seconds: 5,
      fallback: 'We write to you today.',
    });

    // However many people there are, a page has few rows.
    await importCustomers(tenant, 70);
    await page.goto('/console/people');
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'Older' }).waitFor();
    expect(await rows.count()).toBe(50);
    await page.getByRole('link', { name: 'Older' }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(20);
    expect(faults).toEqual([]);
    await manager.close();
  },
);

test.skipIf(UNSEEN)('how far a campaign is counts whoever waits for their turn, until it is cancelled', async () => {
  const tenant = await newTenant(behind().served, { rate: 0.2, credentials: STAND_IN_ACCOUNT });
  await importCustomers(tenant, 30);
  const message_content = 'Slow and steady, friends!';
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' }];
  const { id } = await startCampaign(tenant, { name: 'Slow', message_content, buttons });
  await planned(tenant, id, 30);
  await eventually(async () => expect((await reportOf(tenant, id)).totals.accepted).toBeGreaterThan(0));
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/', tenant.api_key);
  for (const place of ['Overview', 'Campaigns']) {
    await page.getByRole('link', { name: place, exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: place }).waitFor();
    const bar = page.getByRole('progressbar', { name: 'Progress of Slow' });
    await bar.waitFor();
    expect(await bar.getAttribute('aria-valuemax')).toBe('30');
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(30);
    await page.getByText(/^\d+ of 30$/).waitFor();
  }
  // Whoever is counted out afterwards, at their turn, is no progress.
  await tenant.call(`POST /v1/campaigns/${id}/cancel`);
  await page.goto(`/console/campaigns/${id}`);
  await page.getByText(/^Cancelled\. Those who waited are still being counted\./).waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
