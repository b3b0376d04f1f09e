import { expect, test } from 'vitest';

import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a tap can be published as an event or sent to a webhook, and both can be edited', async () => {
  const tenant = await newTenant(behind().served);
  const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', {
    body: { url: 'https://shop.example.com/taps' },
  });
  const drafted = await tenant.call('POST /v1/campaigns', {
    body: {
      name: 'By a program',
      message_content: 'Hello there, ask us.',
      buttons: [
        { id: 'ask', title: 'Ask', type: 'reply', action: { type: 'event', name: 'asked' } },
        { id: 'buy', title: 'Buy', type: 'reply', action: { type: 'webhook', webhook_endpoint_id: endpoint.id } },
      ],
    },
  });
  expect(drafted.status).toBe(200);
  const actions = async () => {
    const { buttons } = (await tenant.call(`GET /v1/campaigns/${drafted.body.id}`)).body;
    return buttons.map(({ action }: { action: unknown }) => action);
  };

  const visitor = await visit();
  const { page, faults } = visitor;
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const message = `/campaigns/${drafted.body.id}/edit/message`;
  await signIn(visitor, message, tenant.api_key);
  await expect.poll(() => field('Event 1').inputValue()).toBe('asked');
  await expect.poll(() => field('Webhook 2').locator('option:checked').textContent()).toBe(endpoint.url);

  // What the API would refuse is said before.
  await field('Event 1').fill('a'.repeat(129));
  await page.getByText('It has 129 characters; at most 128 can be sent.').waitFor();
  await field('Event 1').fill('asked_again');
  await field('Webhook 2').selectOption({ label: 'All that are enabled' });
  await expect.poll(actions).toEqual([{ type: 'event', name: 'asked_again' }, { type: 'webhook' }]);

  // The other way round, and an event without a name.
  await field('A tap on 1').selectOption('webhook');
  await field('Webhook 1').selectOption({ label: endpoint.url });
  await field('A tap on 2').selectOption('event');
  await expect.poll(actions).toEqual([{ type: 'webhook', webhook_endpoint_id: endpoint.id }, { type: 'event' }]);

  // Media answer a tap without words, too.
  const media = { type: 'auto_reply', media_url: 'https://shop.example.com/menu.jpg' };
  const menu = { id: 'menu', title: 'Menu', type: 'reply', action: { ...media, message: 'Our menu.' } };
  const answering = await tenant.call('POST /v1/campaigns', {
    body: { name: 'Menu', message_content: 'Hungry?', buttons: [menu] },
  });
  const reader = await visit();
  await signIn(reader, `/campaigns/${answering.body.id}/edit/message`, tenant.api_key);
  const words = reader.page.getByLabel('Reply 1', { exact: true });
  const reply = async () => (await tenant.call(`GET /v1/campaigns/${answering.body.id}`)).body.buttons[0].action;
  await words.fill('');
  await expect.poll(reply).toEqual(media);
  await words.fill('Here it is.\nEnjoy!');
  await expect.poll(reply).toEqual({ ...media, message: 'Here it is.\nEnjoy!' });

  // Words that answer a tap are judged as the API judges them.
  await field('A tap on 2').selectOption('auto_reply');
  await field('Reply 2').fill('Thank you, {{nam}}!');
  await page.getByText('{{nam}}').last().waitFor();
  await expect.poll(() => field('Reply 2').getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: 'Remove button 2' }).click();
  await expect.poll(actions).toHaveLength(1);

  // Who may not list webhooks gives the id of one.
  const writer = await tenant.call('POST /v1/api-keys', { body: { name: 'Writer', scopes: ['conversations:view'] } });
  const other = await visit();
  await signIn(other, message, writer.body.key);
  const id = other.page.getByRole('textbox', { name: 'Webhook 1' });
  await expect.poll(() => id.inputValue()).toBe(endpoint.id);
  await id.fill('');
  await expect.poll(actions).toEqual([{ type: 'webhook' }]);
  expect([...faults, ...other.faults, ...reader.faults]).toEqual([]);
  await visitor.close();
  await other.close();
  await reader.close();
});
