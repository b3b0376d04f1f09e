import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { client, FROM, receiver, recipient, standIn } from './harness.ts';

test('a restart on the same database continues where it was', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const open = () => new DatabaseSync(join(directory, 'twilio.db'));
  const { url: statusCallback, received, statusesOf } = await receiver();

  const firstDb = open();
  const first = await standIn({ db: firstDb, callbackDelayMs: { min: 500, max: 500 } });
  const twilio = client(first.url);
  const types = { 'twilio/text': { body: 'Hi {{1}}.' } };
  const request = { language: 'en', variables: { 1: 'Ana' }, types } as never;
  const { sid: contentSid } = await twilio.content.v1.contents.create(request);
  const name = { name: 'hi', category: 'UTILITY' } as never;
  await twilio.content.v1.contents(contentSid).approvalCreate.create(name);
  const { sid } = await twilio.messages.create({ to: recipient(1), from: FROM, contentSid, statusCallback });
  firstDb.exec("UPDATE twilio_callbacks SET state = 'taken' WHERE event = 'sent'");
  await first.close();
  firstDb.close();
  expect(received).toEqual([]);

  const second = await standIn({ db: open() });
  await second.settled();
  expect(statusesOf(sid).toSorted()).toEqual(['delivered', 'read', 'sent']);
  const again = client(second.url);
  expect(await again.messages(sid).fetch()).toMatchObject({ body: 'Hi Ana.', status: 'read' });
  const approval = await again.content.v1.contents(contentSid).approvalFetch().fetch();
  expect(approval.whatsapp).toMatchObject({ status: 'approved' });
  expect(second.truth().totals).toMatchObject({ created: 1, delivered: 1, read: 1 });
});
