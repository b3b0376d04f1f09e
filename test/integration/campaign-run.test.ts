import { expect, inject, test } from 'vitest';

import { runCampaign, totalsReached, recipientsOf } from '../support/campaigns.ts';
import { numbers } from '../support/people.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');

test('a campaign reaches everyone once', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 10);
  const campaign = await runCampaign(tenant);
  await totalsReached(tenant, campaign.id, { recipients: 10, read: 10 });
  expect(await recipientsOf(tenant)).toEqual(numbers(10));
});
