import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { reached, reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
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
