import { randomUUID } from 'node:crypto';

import type { Page, Request } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { tokenOf } from '../support/issuer.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';
import { behind, PATIENCE_MS, signIn, UNSEEN, url, visit, type Visit } from './visit.ts';

const WITH_ACCOUNT = 'Sign in with your account';

interface Choices {
  readonly stays?: boolean;
  /** How long a token is said to be good, in seconds. */
  readonly seconds?: number;
}

/** Somebody with an account, a member of these tenants. */
async function member(...tenants: readonly TestTenant[]): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  for (const { call } of tenants) {
    const { status } = await call('POST /v1/members', { body: { email, role: 'editor', name: 'Ana' } });
    expect(status).toBe(200);
  }
  return email;
}

/** On the identity provider's page. */
async function allow(page: Page, email: string, { stays = false, seconds = 600 }: Choices = {}): Promise<void> {
  await page.getByLabel('Address').fill(email);
  await page.getByLabel('Stay signed in').setChecked(stays);
  await page.getByLabel('Seconds').fill(String(seconds));
  await page.getByRole('button', { name: 'Allow' }).click();
}

async function signInAt(path: string, { page }: Visit, email: string, choices?: Choices): Promise<void> {
  await page.goto(`/console${path}`);
  await page.getByRole('button', { name: WITH_ACCOUNT }).click();
  await allow(page, email, choices);
}

const nameOf = async ({ call }: TestTenant): Promise<string> => (await call('GET /v1/tenant')).body.name;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
/** What was posted for tokens, if this is such a request. */
const askedForToken = (request: Request) =>
  request.method() === 'POST' && request.url().endsWith('/token') ? (request.postData() ?? '') : undefined;

/** Until the page asks for nothing more: a refresh token whose answer is lost on the way, because one leaves, is used up. */
async function rested(page: Page): Promise<void> {
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: PATIENCE_MS }).toBe(0);
}

/** As if its time were over: what this page's tab sends until now is expired from now on. */
async function expire(page: Page): Promise<void> {
  const { issuer } = behind();
  const expired = await tokenOf(issuer, { sub: 'somebody' }, '-1m');
  const asked = page.waitForRequest(/\/v1\/me/);
  await page.reload();
  const { authorization: old } = (await asked).headers();
  await page.locator('main h1').waitFor();
  await page.route(/\/v1\//, (route, request) => {
    const headers = request.headers();
    const isOld = headers['authorization'] === old;
    return route.continue({ headers: isOld ? { ...headers, authorization: `Bearer ${expired}` } : headers });
  });
}

describe.skipIf(UNSEEN)('signing in with an account', () => {
  test('leads back to the page that was asked for, shows whose it is, and leaves no code or token in an address', async () => {
    const tenant = await newTenant(behind().served);
    const email = await member(tenant);
    const visitor = await visit();
    const { page, context, faults } = visitor;
    const addresses: string[] = [];
    const secrets: string[] = [];
    context.on('request', (request) => {
      addresses.push(request.url());
      const { authorization } = request.headers();
      if (authorization) secrets.push(authorization.slice('Bearer '.length));
      const form = new URLSearchParams(askedForToken(request));
      secrets.push(...['code_verifier', 'refresh_token'].flatMap((name) => form.get(name) ?? []));
    });
    await signInAt('/people?tag=vip', visitor, email);
    await heading(page, 'People').waitFor();
    expect(page.url()).toBe(`${url}/console/people?tag=vip`);
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByText(await nameOf(tenant))
      .waitFor();
    expect(new Set(secrets).size).toBe(2);
    expect(addresses.filter((address) => secrets.some((secret) => address.includes(secret)))).toEqual([]);

    // A tab that is opened from there has it, too, and signing out ends it in both.
    const second = await context.newPage();
    await second.goto('/console/campaigns');
    await heading(second, 'Campaigns').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    for (const tab of [page, second]) await tab.getByRole('button', { name: WITH_ACCOUNT }).waitFor();
    expect(faults).toEqual([]);
    await visitor.close();
  });

  test('asks for whom, when one works for several, and can change it', async () => {
    const { served } = behind();
    const [first, second] = [await newTenant(served), await newTenant(served)];
    const email = await member(first, second);
    const visitor = await visit();
    const { page } = visitor;
    await signInAt('/', visitor, email);
    await heading(page, 'For whom do you work now?').waitFor();
    await page.getByRole('button', { name: await nameOf(second) }).click();
    const rail = page.getByRole('navigation', { name: 'Main' });
    await rail.locator('strong', { hasText: await nameOf(second) }).waitFor();
    await rail.getByLabel('Work for').selectOption(first.id);
    await rail.locator('strong', { hasText: await nameOf(first) }).waitFor();

    // Of a tenant that one has left nothing is shown, and with one that is left there is nothing to choose.
    const { body } = await first.call('GET /v1/members');
    expect((await first.call(`DELETE /v1/members/${body.data[0].id}`)).status).toBe(200);
    await page.reload();
    await rail.locator('strong', { hasText: await nameOf(second) }).waitFor();
    await visitor.close();
  });

  test('renews a token that Herald refuses, and one that ends soon, in both tabs, without a word', async () => {
    const email = await member(await newTenant(behind().served));
    const visitor = await visit();
    const { page, context, faults } = visitor;
    const renewals: string[] = [];
    const refused: string[] = [];
    context.on('request', (request) => {
      const form = askedForToken(request);
      if (form?.includes('grant_type=refresh_token')) renewals.push(form);
    });
    context.on('response', (response) => {
      if (response.status() === 401) refused.push(response.url());
    });
    await signInAt('/', visitor, email, { stays: true });
    await heading(page, 'Overview').waitFor();
    expect(renewals).toEqual([]);
    await expire(page);
    await page.getByRole('link', { name: 'People' }).click();
    await heading(page, 'People').waitFor();
    await page
      .getByText(/^Nobody (?!is contacted)|^There is nobody/)
      .first()
      .waitFor();
    expect(renewals).toHaveLength(1);
    expect(refused.length).toBeGreaterThan(0);
    expect(await page.getByRole('dialog').count()).toBe(0);

    // Each refresh token is good for one use, and the two tabs have the same.
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    refused.splice(0);
    await signInAt('/', visitor, email, { stays: true, seconds: 0 });
    await heading(page, 'Overview').waitFor();
    await rested(page);
    const second = await context.newPage();
    await Promise.all([page.reload(), second.goto('/console/people')]);
    await heading(second, 'People').waitFor();
    await heading(page, 'Overview').waitFor();
    expect(renewals.length).toBeGreaterThan(2);
    expect(new Set(renewals).size).toBe(renewals.length);
    expect(refused).toEqual([]);
    // The browser says of the refusals that they were.
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await visitor.close();
  });

  test('is asked for again in another tab when the time is over, and the page goes on with what was typed', async () => {
    const tenant = await newTenant(behind().served);
    const email = await member(tenant);
    const visitor = await visit();
    const { page, context } = visitor;
    await signInAt('/campaigns/new/edit/message', visitor, email);
    await page.getByLabel('Name', { exact: true }).fill('Half written');
    await expire(page);
    await page.getByLabel('Text', { exact: true }).fill('Hello there.');
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    const opened = context.waitForEvent('page');
    await dialog.getByRole('link', { name: WITH_ACCOUNT }).click();
    const other = await opened;
    await allow(other, email);
    await heading(other, 'You are signed in').waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello there.');
    await page.getByLabel('Name', { exact: true }).fill('All written');
    await page.getByText(/^Saved /).waitFor();
    const { body } = await tenant.call('GET /v1/campaigns');
    expect(body.data).toMatchObject([{ name: 'All written', message_content: 'Hello there.' }]);
    await visitor.close();
  });

  test('says what to do when the provider refuses, and takes no answer that it did not ask for, or twice', async () => {
    const email = await member(await newTenant(behind().served));
    const visitor = await visit();
    const { page } = visitor;
    await page.goto('/console/signin?next=%2F%5Cevil.example%2Fconsole%2F');
    await page.getByRole('button', { name: WITH_ACCOUNT }).click();
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText(/did not let you in/).waitFor();
    expect(page.url()).toBe(`${url}/console/signin`);

    await page.goto('/console/signin?state=made-up&code=made-up');
    await page.getByText(/used already, or is of no sign-in/).waitFor();

    await page.goto('/console/signin?next=%2F%5Cevil.example%2Fconsole%2F');
    await page.getByRole('button', { name: WITH_ACCOUNT }).click();
    await page.route(/\/console\/signin\?/, (route) => route.abort());
    const answered = page.waitForRequest(/\/console\/signin\?/);
    await allow(page, email);
    const answer = (await answered).url();
    await page.unroute(/\/console\/signin\?/);
    await page.goto(answer.replace(/state=[^&]*/, 'state=another'));
    await page.getByText(/used already, or is of no sign-in/).waitFor();
    await page.goto(answer);
    await page.getByText(/used already, or is of no sign-in/).waitFor();

    await page.getByRole('button', { name: WITH_ACCOUNT }).click();
    await allow(page, email);
    await heading(page, 'Overview').waitFor();
    expect(page.url()).toBe(`${url}/console/`);
    await visitor.close();
  });

  test('of nobody that a tenant knows says so, and with which address; once added, one is in', async () => {
    const tenant = await newTenant(behind().served);
    const email = await member();
    const visitor = await visit();
    const { page } = visitor;
    await signInAt('/', visitor, email);
    await heading(page, 'You are not a member yet').waitFor();
    await page.getByText(`Your address is ${email}.`).waitFor();
    await tenant.call('POST /v1/members', { body: { email, role: 'viewer' } });
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'Overview').waitFor();
    await visitor.close();
  });
});

test.skipIf(UNSEEN)('the frame is there before Herald says who looks at it, and the page once it did', async () => {
  const tenant = await newTenant(behind().served);
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, '/people', tenant.api_key);
  await heading(page, 'People').waitFor();
  const told = Promise.withResolvers<void>();
  await page.route('**/v1/me', async (route) => {
    await told.promise;
    await route.continue();
  });
  await page.reload();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.getByText('Loading the page').waitFor();
  // What they may see is not known: nothing else is asked for.
  expect(await page.getByRole('heading').count()).toBe(0);
  told.resolve();
  await heading(page, 'People').waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});
