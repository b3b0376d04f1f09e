import { expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { runCampaign, totalsReached } from '../support/campaigns.ts';
import { peopleOf } from './people.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

const CAMPAIGN = {
  message_content: 'The shop is open again.',
  target_criteria: { tags_any: ['insights'] },
  buttons: [
    { id: 'keep', title: 'Keep a pumpkin', type: 'reply' },
    { id: 'call', title: 'Call the pumpkins', type: 'call', phone_number: '+14155550100' },
  ],
};

test.skipIf(UNSEEN)('taps that nobody can see are no 0 %, and what is compared has a name', async () => {
  const tenant = { call: caller(url, key) };
  for (const phone_number of peopleOf('insights', 3))
    await made('POST /v1/customers', {
      phone_number,
      tags: ['insights'],
      consent: { status: 'opted_in', source: 'test' },
    });
  const { id } = await runCampaign(tenant, CAMPAIGN);
  await totalsReached(tenant, id, { delivered: 3 });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/insights');
  const figuresOf = async (name: string) => {
    const row = page.getByRole('table', { name: 'By title' }).getByRole('row', { name });
    return (await row.getByRole('cell').allTextContents()).slice(0, 3);
  };
  await page.getByRole('table', { name: 'By title' }).waitFor();
  expect(await figuresOf('keep a pumpkin')).toEqual([
    expect.stringMatching(/^\d$/),
    '3',
    expect.stringMatching(/^\d of 3$/),
  ]);
  expect(await figuresOf('call the pumpkins')).toEqual(['–', '–', 'not tracked']);
  await page.getByRole('table', { name: 'By kind of button' }).getByRole('row', { name: 'Answer' }).waitFor();
  const text = await page.locator('main').textContent();
  expect(text).toMatch(/By (title|kind of button|position|what is above the text): /);
  expect(text).not.toMatch(/media type|media_type|of type/);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
