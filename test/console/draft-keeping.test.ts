import { expect, test } from 'vitest';

import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit, type Visit } from './visit.ts';

const saved = ({ page }: Visit) => page.getByText(/^Saved/).first();

async function draftOf(fields: object) {
  const tenant = await newTenant(behind().served);
  const body = { name: 'Autumn', message_content: 'Hello there, our autumn sale.', ...fields };
  const { id } = (await tenant.call('POST /v1/campaigns', { body })).body;
  const visitor = await visit();
  const read = async () => (await tenant.call(`GET /v1/campaigns/${id}`)).body;
  return { tenant, id, read, ...visitor, visitor, path: `/campaigns/${id}/edit` };
}

test.skipIf(UNSEEN)('nobody is chosen until somebody chooses, and what is taken back stays so', async () => {
  const { tenant, read, page, visitor, path } = await draftOf({});
  const everyone = page.getByLabel('Everyone who said yes');
  await signIn(visitor, `${path}/people`, tenant.api_key);
  await everyone.waitFor();
  expect(await everyone.isChecked()).toBe(false);
  await page.goto(`/console${path}/check`);
  await page.getByText('Nobody is chosen yet.').waitFor();

  await page.goto(`/console${path}/people`);
  await page.getByLabel('Tags', { exact: true }).fill('vip');
  await expect.poll(async () => (await read()).target_criteria).toEqual({ tags_any: ['vip'] });
  await page.getByLabel('Tags', { exact: true }).fill('');
  await expect.poll(async () => (await read()).warnings).toMatchObject([{ code: 'audience_unsaid' }]);
  await page.reload();
  await everyone.waitFor();
  expect([await everyone.isChecked(), await page.getByLabel('Tags', { exact: true }).inputValue()]).toEqual([
    false,
    '',
  ]);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('a country that is no code is said to be wrong, and goes to nobody', async () => {
  const { tenant, read, page, visitor, path } = await draftOf({ target_criteria: { tags_any: ['vip'] } });
  await signIn(visitor, `${path}/people`, tenant.api_key);
  const country = page.getByLabel('Country', { exact: true });
  await country.fill('France');
  await page.getByText('Write codes of two letters: DE, FR.').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('1 thing left to do here').waitFor();
  await page.goto(`/console${path}/check`);
  await page.getByRole('link', { name: 'Back to the people' }).click();
  expect((await read()).target_criteria).toEqual({ tags_any: ['vip'] });
  await country.fill('FR, de');
  await page.getByText('France, Germany', { exact: true }).waitFor();
  await country.fill('FR');
  await expect.poll(async () => (await read()).target_criteria).toEqual({ tags_any: ['vip'], countries: ['FR'] });
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'what could not be saved is saved once one is signed in again, or the network is back',
  async () => {
    const { tenant, read, page, context, visitor, path } = await draftOf({});
    const { body: second } = await tenant.call('POST /v1/api-keys', {
      body: { name: 'Second', scopes: ['conversations:view'] },
    });
    await signIn(visitor, `${path}/message`, second.key);
    const text = page.getByLabel('Text', { exact: true });
    await text.waitFor();
    await context.setOffline(true);
    await text.fill('Written without a network.');
    await page.getByText(/^Not saved/).waitFor();
    await context.setOffline(false);
    await expect.poll(async () => (await read()).message_content).toBe('Written without a network.');

    await tenant.call(`DELETE /v1/api-keys/${second.id}`);
    await text.fill('Written with a key that was revoked.');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('API key').fill(tenant.api_key);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect.poll(async () => (await read()).message_content).toBe('Written with a key that was revoked.');
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('what is written in one tab survives what another tab saves', async () => {
  const { tenant, page, context, visitor, path } = await draftOf({});
  await signIn(visitor, `${path}/message`, tenant.api_key);
  const other = await context.newPage();
  await other.goto(`/console${path}/message`);
  await other.getByLabel('Name', { exact: true }).waitFor();
  await page.getByLabel('Text', { exact: true }).fill('Words with {{nobody}}');
  await page.getByText(/^Kept on this computer/).waitFor();
  await other.getByLabel('Name', { exact: true }).fill('Winter');
  await saved({ ...visitor, page: other }).waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Text', { exact: true }).inputValue()).toBe('Words with {{nobody}}');
  await page
    .getByText(/somebody else|changed/i)
    .first()
    .waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'what Herald refused is said at the check, in place of counts of what was there before',
  async () => {
    const { tenant, page, visitor, path } = await draftOf({
      target_criteria: { tags_any: ['vip'] },
      ...{ weight: 1, contents: [{ key: 'b', weight: 1, message_content: 'Bye!' }], experiment: { metric: 'replied' } },
    });
    await signIn(visitor, `${path}/message`, tenant.api_key);
    const share = page.getByLabel('Tested, in percent');
    await share.fill('');
    await expect.poll(() => share.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('link', { name: 'Check' }).click();
    await page.getByText('1 thing has to be put right first: Tested, in percent: must be a number.').waitFor();
    await page.getByRole('link', { name: 'Back to the message' }).click();
    await share.fill('50');
    await page.getByRole('link', { name: 'Check' }).click();
    await page.getByRole('heading', { name: '0 people will get it' }).waitFor();
    await visitor.close();
  },
);

test.skipIf(UNSEEN)(
  'a campaign that is scheduled shows its time on every computer, and is not offered to be sent now',
  async () => {
    const { tenant, page, visitor, path } = await draftOf({
      ...{ target_criteria: { tags_any: ['vip'] }, scheduled_at: '2099-01-02T03:04:00Z' },
    });
    await signIn(visitor, `${path}/when`, tenant.api_key);
    const at = page.getByLabel(/^Your time/);
    await at.waitFor();
    const local = await page.evaluate(`new Date('2099-01-02T03:04:00Z').getHours()`);
    expect(await at.inputValue()).toMatch(new RegExp(`^2099-01-0\\dT0?${String(local)}:04$`));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: /^Schedule for 0 people/ }).waitFor();
    await visitor.close();
  },
);

test.skipIf(UNSEEN)(
  'a campaign that a colleague schedules anew shows their time where it was scheduled, too',
  async () => {
    const { tenant, id, read, page, visitor, path } = await draftOf({ target_criteria: { all: true } });
    await addCustomers(tenant, 2);
    await signIn(visitor, `${path}/when`, tenant.api_key);
    const at = page.getByLabel(/^Your time/);
    const show = async (step: string) => {
      await page.goto(`/console${path}/${step}`);
      await page.reload();
    };
    const reschedule = (scheduled_at: string) =>
      tenant.call(`POST /v1/campaigns/${id}/schedule`, { body: { scheduled_at, expected_reach: 2 } });
    await page.getByLabel('At a time').check();
    await at.fill('2099-01-02T09:00');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: /^Schedule for 2 people/ }).click();
    await page.getByLabel(/^This is everyone/).fill('2');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Schedule for/ })
      .click();
    await page.waitForURL(`**/console/campaigns/${id}`);

    expect((await reschedule('2099-02-03T12:00:00Z')).status).toBe(200);
    await show('when');
    await expect.poll(() => at.inputValue()).toMatch(/^2099-02-0/);

    // Texts that are kept here do not bring the former time back.
    await page.getByRole('link', { name: 'Message' }).click();
    await page.getByLabel('Text', { exact: true }).fill('Words with {{nobody}}');
    await page.getByText(/^Kept on this computer/).waitFor();
    await reschedule('2099-03-04T12:00:00Z');
    await show('when');
    await page.getByText('Somebody else has changed this campaign meanwhile.').waitFor();
    expect(await at.inputValue()).toMatch(/^2099-03-0/);
    await page.getByRole('button', { name: 'See theirs' }).click();
    await saved(visitor).waitFor();

    // Where both chose another, whoever did it here is asked, and nothing of the colleague's is overwritten.
    await at.fill('2099-04-05T09:00');
    await reschedule('2099-05-06T12:00:00Z');
    await show('when');
    await page.getByText('Somebody else has changed this campaign meanwhile.').waitFor();
    expect(await at.inputValue()).toBe('2099-04-05T09:00');
    await page.getByRole('button', { name: 'See theirs' }).click();
    await expect.poll(() => at.inputValue()).toMatch(/^2099-05-0/);
    await page.reload();
    await expect.poll(() => at.inputValue()).toMatch(/^2099-05-0/);

    // That it is to go at once is a choice, too, which stays here.
    await page.getByLabel('As soon as I send it').check();
    await page.reload();
    await page.getByLabel('As soon as I send it').waitFor();
    expect(await page.getByLabel('As soon as I send it').isChecked()).toBe(true);
    expect(await read()).toMatchObject({ status: 'scheduled', scheduled_at: '2099-05-06T12:00:00.000Z' });
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)(
  'what a browser keeps of a draft and nobody can read neither breaks the page nor changes the draft',
  async () => {
    const { tenant, id, read, page, visitor, path } = await draftOf({ target_criteria: { all: true } });
    const text = page.getByLabel('Text', { exact: true });
    await signIn(visitor, `${path}/message`, tenant.api_key);
    await text.waitFor();
    const slot = `herald.draft.${tenant.id}.${id}`;
    for (const kept of [
      '{"draft":{"message_content":"Broken',
      'null',
      '{"draft":{"buttons":[null],"recurrence":{}}}',
    ]) {
      await page.evaluate(
        ([name, value]) => {
          for (const store of [localStorage, sessionStorage]) store.setItem(name, value);
        },
        [slot, kept] as const,
      );
      await page.reload();
      await text.waitFor();
      expect(await text.inputValue()).toBe('Hello there, our autumn sale.');
    }
    // A year of five digits can be typed, and is no time.
    await page.evaluate((name) => sessionStorage.setItem(name, '{"draft":{"at":"12026-01-01T09:00"}}'), slot);
    await page.goto(`/console${path}/check`);
    await page.getByText('Begins –').waitFor();
    await page.getByRole('link', { name: 'When' }).click();
    await page.getByText('Choose another time.').waitFor();
    await page.goto(`/console${path}/message`);
    await text.fill('Written after that.');
    await expect.poll(async () => (await read()).message_content).toBe('Written after that.');
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)(
  'a browser that lets nothing be kept has the builder, and what is typed there is saved',
  async () => {
    const { tenant, read, page, visitor, path } = await draftOf({});
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(globalThis, name, {
          get() {
            throw new DOMException('It is forbidden.', 'SecurityError');
          },
        });
    });
    await signIn(visitor, `${path}/message`, tenant.api_key);
    await page.getByLabel('Text', { exact: true }).fill('Written without a memory.');
    await expect.poll(async () => (await read()).message_content).toBe('Written without a memory.');
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  },
);
