import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { keys as messageKeys } from '../../shared/message/message.keys.ts';
import type { Json } from '../support/api.ts';
import { reached, reportOf, sentBy, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

const DRAFT = { name: 'Autumn', message_content: 'Hello.', target_criteria: { all: true } };

test.skipIf(UNSEEN)('it is said to how many people a campaign can be sent again, and who is left out', async () => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  await addCustomers(tenant, [...numbers(3, 'ignore'), ...numbers(2, 'failed')]);
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  expect((await tenant.call(`POST /v1/campaigns/${id}/execute`)).status).toBe(202);
  await reached(tenant, id, 'completed');
  const report = await eventually(async () => {
    const told = await reportOf(tenant, id);
    expect(told.totals).toMatchObject({ delivered: 3, failed: 2 });
    return told;
  });

  const visitor = await visit();
  const { page, faults } = visitor;
  await page.route(`**/v1/campaigns/${id}/report`, (route) =>
    route.fulfill({
      json: {
        ...report,
        totals: { ...report.totals, failed: 12 },
        failures: [
          { error_code: '63024', class: 'bad_recipient', meaning: 'Not on WhatsApp.', count: 3 },
          { error_code: '63016', class: 'transient', meaning: 'A passing fault.', count: 9 },
        ],
      },
    }),
  );
  await signIn(visitor, `/campaigns/${id}`, tenant.api_key);
  await page.getByRole('button', { name: 'Send again…' }).click();
  await page.getByText('For 12 people it failed. Left out, as not on WhatsApp or opted out: 3.').waitFor();
  await page.getByRole('button', { name: 'Send again to 9 whose reason can pass' }).waitFor();
  await page.unroute(`**/v1/campaigns/${id}/report`);
  await page.reload();
  await page.getByText(/^Finished .+\. News still comes in/).waitFor();

  // As many as the draft that the button makes is counted for.
  for (const [words, who, people] of [
    ['who did not get it', 'not_delivered', 2],
    ['who did not read it', 'not_read', 5],
  ] as const) {
    await page.getByRole('button', { name: `${people} ${words}` }).waitFor();
    const { body: draft } = await tenant.call(`POST /v1/campaigns/${id}/retarget`, { body: { who } });
    const { target_criteria } = draft;
    const counted = await tenant.call('POST /v1/campaigns/preflight', { body: { ...DRAFT, target_criteria } });
    expect(counted.body.audience).toBe(people);
  }
  expect(faults).toEqual([]);
  await visitor.close();
});

/** As if the provider's answers about some of its people had been lost, and what it called back: it has the messages of all but the last. */
async function forgotten({ id, served }: TestTenant, campaign_id: string, customers: readonly Json[]): Promise<void> {
  const table = tableOf(served);
  for (const [place, { id: customer_id }] of customers.entries()) {
    const key = messageKeys.message(id, { campaign_id, customer_id });
    const { sending_since } = (await table.get(key))!;
    // What was sent a day before is not what the provider's list has.
    const isAbsent = place === customers.length - 1;
    const set = { status: 'unknown', sending_since: Number(sending_since) - (isAbsent ? 86_400_000 : 0) };
    const remove = ['provider_sid', 'accepted_at', 'sent_at', 'delivered_at', 'read_at'];
    expect((await table.update(key, { set, remove }, { exists: true })).done).toBe(true);
  }
}

test.skipIf(UNSEEN)('WhatsApp is asked again before anybody risks to get it twice', async () => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  const customers = await addCustomers(tenant, numbers(4, 'ignore'));
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { delivered: 4 });
  await forgotten(tenant, id, customers.slice(1));
  await totalsReached(tenant, id, { delivered: 1, unknown: 3 });

  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, `/campaigns/${id}`, tenant.api_key);
  // How far it is, for as long as it takes somebody to see it.
  let isHeld = true;
  await page.route('**/v1/jobs/*', async (route) => {
    const answer = await route.fetch();
    const job = await answer.json();
    await route.fulfill({ json: isHeld ? { ...job, status: 'running', progress: { asked: 2, found: 1 } } : job });
  });
  await page.getByRole('button', { name: 'Send again…' }).click();
  const dialog = page.getByRole('dialog');
  const isAsked = dialog.getByRole('button', { name: 'Ask WhatsApp again' });
  await dialog.getByText('For 3 people WhatsApp never told us. Sending again may reach some of them twice.').waitFor();
  await dialog.getByRole('button', { name: 'Send again to 3 people' }).waitFor();
  await isAsked.click();
  await dialog.getByText('Asking WhatsApp: 2 so far.').waitFor();
  expect(await isAsked.getAttribute('aria-busy')).toBe('true');
  isHeld = false;
  await dialog.getByText('WhatsApp knows about 2 of 3, but not about the other 1.').waitFor();
  await dialog.getByText('For 1 person WhatsApp never told us. Sending again may reach some of them twice.').waitFor();
  await dialog.getByRole('button', { name: 'Send again to 1 person' }).waitFor();
  expect((await reportOf(tenant, id)).totals).toMatchObject({ accepted: 3, unknown: 1 });
  expect(await sentBy(tenant)).toHaveLength(4);
  expect(faults).toEqual([]);
  await visitor.close();
});
