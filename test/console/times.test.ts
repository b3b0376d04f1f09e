import { expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

test.skipIf(UNSEEN)('a moment is shown by the clock of a zone that is named, and has UTC beside it', async () => {
  const name = 'Shown by a clock';
  const id = await made('POST /v1/campaigns', { name, message_content: 'Hello.', target_criteria: { all: true } });
  await caller(url, key)(`PATCH /v1/campaigns/${id}`, { body: { scheduled_at: '2099-07-01T10:30:15.000Z' } });
  const visitor = await visit();
  const { page } = visitor;
  const devtools = await visitor.context.newCDPSession(page);
  await devtools.send('Emulation.setTimezoneOverride', { timezoneId: 'Europe/Berlin' });
  await signIn(visitor, `/campaigns?q=${encodeURIComponent(name)}`);
  const moment = page.getByRole('row', { name }).locator('time');
  await moment.getByText(/2099.*12:30/).waitFor();
  expect(await moment.getAttribute('datetime')).toBe('2099-07-01T10:30:15.000Z');
  expect(await moment.getAttribute('title')).toBe('2099-07-01 10:30:15 UTC');
  await page.getByText('Times: Berlin').first().waitFor();
  await visitor.close();
});
