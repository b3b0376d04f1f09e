import { describe, expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

const call = caller(url, key);

describe.skipIf(UNSEEN)('signing in', () => {
  test('goes from one tab to another that is opened, and ends in both', async () => {
    const visitor = await visit();
    await signIn(visitor);
    const second = await visitor.context.newPage();
    await second.goto('/console/people');
    await second.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await second.getByRole('button', { name: 'Sign out' }).first().click();
    await visitor.page.getByLabel('API key').waitFor();
    await second.getByLabel('API key').waitFor();
    await visitor.close();
  });

  test('with a key that Herald does not know says so, and stays', async () => {
    const visitor = await visit();
    await visitor.page.goto('/console/people');
    await visitor.page.getByLabel('API key').fill('hk_wrong');
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByText('Herald does not know this key. Is it all there?').waitFor();
    await visitor.close();
  });

  test('again, when the key ends meanwhile, goes over the page, and what was typed stays', async () => {
    const scopes = ['conversations:view'];
    const answer = await call('POST /v1/api-keys', { body: { name: 'short', scopes } });
    const visitor = await visit();
    const { page } = visitor;
    await signIn(visitor, '/campaigns/new/edit/message', answer.body.key);
    await page.getByLabel('Name', { exact: true }).fill('Half written');
    await call(`DELETE /v1/api-keys/${answer.body.id}`);
    await page.getByLabel('Text', { exact: true }).fill('Hello there.');
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('API key').fill(key);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Name', { exact: true }).fill('All written');
    await page.getByText(/^Saved /).waitFor();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello there.');
    await visitor.close();
  });
});

describe.skipIf(UNSEEN)('a draft', () => {
  test('that somebody else has changed is not overwritten', async () => {
    const visitor = await visit();
    const { page } = visitor;
    const id = await made('POST /v1/campaigns', {
      name: 'Shared',
      message_content: 'Hello.',
      target_criteria: { all: true },
    });
    await signIn(visitor, `/campaigns/${id}/edit/message`);
    await page.getByText(/^Saved /).waitFor();
    expect((await call(`PATCH /v1/campaigns/${id}`, { body: { name: 'Theirs' } })).status).toBe(200);
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await page.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mine (copy)' }).waitFor();
    expect((await call(`GET /v1/campaigns/${id}`)).body.name).toBe('Theirs');
    await visitor.close();
  });
});
