import { expect, test } from 'vitest';

import { scopesOfRole } from '../../shared/tenancy/role.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a viewer sees pages that ask for nothing they may not see, and wait for nothing', async () => {
  const tenant = await newTenant(behind().served);
  const [customer] = await addCustomers(tenant, 1);
  const made = async (route: string, body: object) => (await tenant.call(route, { body })).body;
  const segment = await made('POST /v1/segments', { name: 'Regulars', criteria: { tags_any: ['regular'] } });
  const campaign = await made('POST /v1/campaigns', {
    name: 'Autumn',
    message_content: 'Hello there, look.',
    buttons: [{ id: 'ask', title: 'Ask', type: 'reply', action: { type: 'webhook' } }],
    target_criteria: { segments_any: [segment.id] },
  });
  const { key } = await made('POST /v1/api-keys', { name: 'Viewer', scopes: scopesOfRole('viewer') });

  const visitor = await visit();
  const { page } = visitor;
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.url()} on ${page.url()}`);
  });
  await signIn(visitor, '/', key);
  for (const path of [
    '/',
    '/campaigns',
    `/campaigns/${campaign.id}`,
    ...['message', 'people', 'when', 'check'].map((step) => `/campaigns/${campaign.id}/edit/${step}`),
    '/people',
    `/people/${customer?.id}`,
    '/people/import',
    '/people/segments',
    `/people/segments/${segment.id}`,
    '/templates',
    '/insights',
    '/settings/hours',
  ]) {
    await page.goto(`/console${path}`);
    await page.locator('main h1').waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count(), { message: `${path} is ready` }).toBe(0);
    expect(await page.locator('.notice.bad').allTextContents(), path).toEqual([]);
  }

  // Without the right to results a list of campaigns is one without figures.
  const bare = await made('POST /v1/api-keys', { name: 'Bare', scopes: ['campaigns:read'] });
  const reader = await visit();
  await signIn(reader, '/campaigns', bare.key);
  await reader.page.getByRole('link', { name: 'Autumn', exact: true }).waitFor();
  await reader.page.goto('/console/');
  await reader.page.getByText('Nothing is being sent now').waitFor();
  await reader.close();
  expect(refused).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
