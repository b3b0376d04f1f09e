import { expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

test.skipIf(UNSEEN)(
  'what was changed of a campaign is told as the forms show it, with the name of its sender',
  async () => {
    const call = caller(url, key);
    const { body } = await call('GET /v1/senders');
    const [sender] = body.data;
    const id = await made('POST /v1/campaigns', {
      name: 'Told as in forms',
      message_content: 'Hello.',
      target_criteria: { all: true },
      sender_id: sender.id,
    });
    const changed = await call(`PATCH /v1/campaigns/${id}`, { body: { language: 'de' } });
    expect(changed.status).toBe(200);
    const visitor = await visit();
    await signIn(visitor, `/campaigns/${id}/history`);
    const row = (name: string) => visitor.page.getByRole('row', { name });
    await row('Changed the campaign')
      .getByText(/Language: .+ → German/)
      .waitFor();
    await row('Created the campaign').getByText(`Sender: ${sender.name}`).waitFor();
    await visitor.close();
  },
);
