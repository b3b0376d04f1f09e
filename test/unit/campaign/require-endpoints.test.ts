import { expect, test } from 'vitest';

import { requireEndpoints } from '../../../shared/campaign/require-endpoints.ts';
import type { Button } from '../../../shared/content/button.ts';
import { thrown } from '../fixtures.ts';

const endpoints = {
  get: async (tenant: string, id: string) => (`${tenant} ${id}` === 'ten_1 whe_1' ? { id } : undefined),
};
const leading = (id: string, webhook_endpoint_id?: string): Button => ({
  ...{ id, title: id, type: 'reply' },
  action: { type: 'webhook', ...(webhook_endpoint_id && { webhook_endpoint_id }) },
});

test('buttons may lead to endpoints of the tenant, to all of them, or to none', async () => {
  const plain: Button = { id: 'plain', title: 'Plain', type: 'reply' };
  await requireEndpoints('ten_1', { buttons: [leading('a', 'whe_1'), leading('b'), plain] }, endpoints);
});

test('each button that leads to an endpoint that does not exist, or to another tenant’s, is named with it', async () => {
  const buttons = [leading('a', 'whe_1'), leading('b', 'whe_2'), leading('c', 'whe_3')];
  expect(await thrown(() => requireEndpoints('ten_1', { buttons }, endpoints))).toMatchObject({
    kind: 'invalid',
    faults: [
      { path: 'buttons.1.action.webhook_endpoint_id', code: 'not_found', message: expect.stringContaining('whe_2') },
      { path: 'buttons.2.action.webhook_endpoint_id', code: 'not_found', message: expect.stringContaining('whe_3') },
    ],
  });
  const recommend = { webhook_endpoint_id: 'whe_2' };
  expect(await thrown(() => requireEndpoints('ten_1', { recommend }, endpoints))).toMatchObject({
    faults: [{ path: 'recommend.webhook_endpoint_id', code: 'not_found' }],
  });
  const theirs = await thrown(() => requireEndpoints('ten_2', { buttons: buttons.slice(0, 1) }, endpoints));
  expect(theirs).toMatchObject({ faults: [{ path: 'buttons.0.action.webhook_endpoint_id' }] });
  const contents = [{ buttons: buttons.slice(1) }];
  const inOthers = await thrown(() => requireEndpoints('ten_1', { contents }, endpoints));
  expect(inOthers).toMatchObject({
    faults: [
      { path: 'contents.0.buttons.0.action.webhook_endpoint_id' },
      { path: 'contents.0.buttons.1.action.webhook_endpoint_id' },
    ],
  });
});
