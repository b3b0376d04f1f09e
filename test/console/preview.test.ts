import { expect, test } from 'vitest';

import { peopleOf } from './people.ts';
import { made, signIn, UNSEEN, visit } from './visit.ts';

const SHARED = { tags: ['previewed'], consent: { status: 'opted_in', source: 'shop' } };

test.skipIf(UNSEEN)('a draft is seen as one of its own people, whose details can be inserted', async () => {
  const [first, second] = peopleOf('preview', 2);
  await made('POST /v1/customers', { ...SHARED, phone_number: first, name: 'Bea', attributes: { plan: 'gold' } });
  await made('POST /v1/customers', { ...SHARED, phone_number: second, name: 'Carl' });
  const id = await made('POST /v1/campaigns', {
    ...{ name: 'Seen', message_content: 'Hello {{name}}, welcome.', target_criteria: { tags_any: ['previewed'] } },
  });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/message`);
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText(/^Hello (Bea|Carl), welcome\.$/).waitFor();
  const reader = preview.getByLabel('See it as');
  await reader.selectOption('Carl');

  const text = page.getByLabel('Text', { exact: true });
  await text.evaluate((area: { setSelectionRange(from: number, to: number): void }) => area.setSelectionRange(15, 15));
  await page.getByLabel('Insert a detail of the person').selectOption('plan');
  expect(await text.inputValue()).toBe('Hello {{name}},{{attributes.plan | default: ""}} welcome.');
  await preview.getByText(/^Whoever has no “plan” gets nothing/).waitFor();
  await reader.selectOption('Bea');
  await preview.getByText('Hello Bea,gold welcome.').waitFor();
  expect(await preview.getByText('gets nothing').count()).toBe(0);

  // What the page's policy refuses is not tried: it would be a breach of it.
  await page.getByLabel('Picture or file').selectOption('Picture');
  await page.getByLabel('Its address').fill('http://shop.example.com/autumn.jpg');
  await preview.getByText('The picture cannot be loaded here').waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
