import { randomUUID } from 'node:crypto';

import { expect, test } from 'vitest';

import { tokenOf } from '../support/issuer.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)(
  'who wrote a campaign sees whom to ask, and somebody else approves what they have seen',
  async () => {
    const { issuer, served } = behind();
    const tenant = await newTenant(served);
    await addCustomers(tenant, 2);
    await tenant.call('PATCH /v1/tenant', { body: { approval_above: 1 } });
    const email = `${randomUUID()}@example.com`;
    await tenant.call('POST /v1/members', { body: { email, role: 'sender', name: 'Ben' } });
    const ben = await tokenOf(issuer, { sub: email, email, email_verified: true });
    const draft = { name: 'For all', message_content: 'News!', target_criteria: { all: true } };
    const { id } = (await tenant.call('POST /v1/campaigns', { body: draft })).body;

    // Ben looks first, so that he has signed in.
    const other = await visit();
    await signIn(other, `/campaigns/${id}`, ben);
    const writer = await visit();
    await signIn(writer, `/campaigns/${id}/edit/check`, tenant.api_key);
    await writer.page.getByText('Ask Ben: give them the address of this page.').waitFor();
    const send = writer.page.getByRole('button', { name: /^Send to 2 people/ });
    expect(await send.getAttribute('aria-disabled')).toBe('true');

    const { page } = other;
    await page.getByRole('link', { name: 'Look at it and approve it' }).click();
    await page.getByRole('button', { name: 'Approve for 2 people' }).click();
    await page.getByText(/^Ben approved it for 2 people/).waitFor();
    await writer.page.getByRole('button', { name: 'Count again' }).click();
    await writer.page.locator('button:not([aria-disabled])', { hasText: /^Send to 2 people/ }).waitFor();
    expect([...other.faults, ...writer.faults]).toEqual([]);
    await other.close();
    await writer.close();
  },
);
