import { randomUUID } from 'node:crypto';

import { GetQueueAttributesCommand, ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';

import { addCampaign, reached } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { addCustomers, newTenant } from '../../support/tenant.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

test('when Herald pauses a campaign, who wants alerts is mailed, and endpoints hear of it', async () => {
  const tenant = await newTenant(herald, { credentials: null });
  const [wants, other] = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`];
  await tenant.call('POST /v1/members', { body: { email: wants, role: 'viewer', alerts: true } });
  await tenant.call('POST /v1/members', { body: { email: other, role: 'admin' } });
  const receiver = await startReceiver();
  const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', {
    body: { url: receiver.url, events: ['alert.raised'] },
  });
  await addCustomers(tenant, 1);
  const { id } = await addCampaign(tenant, { name: 'Spring\u2028sale' });
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  await reached(tenant, id, 'paused');

  const mailsTo = (address: string) => herald.stack.mails().filter(({ to }) => to.includes(address));
  await eventually(() => expect(mailsTo(wants)).toHaveLength(1));
  expect(mailsTo(wants)).toEqual([
    {
      from: 'alerts@herald.example',
      to: [wants],
      subject: 'Herald: Spring sale was paused',
      text: expect.stringMatching(/^No provider credentials are stored/),
    },
  ]);
  expect(mailsTo(other)).toEqual([]);
  await eventually(() => expect(receiver.received).toHaveLength(1));
  expect(verified(receiver.received[0]!, endpoint.secret)).toMatchObject({
    type: 'alert.raised',
    data: { kind: 'campaign_paused', resource: { type: 'campaign', id } },
  });
  await receiver.close();
});

test('a dead letter is told to the tenant whose work it was, and to nobody else', async () => {
  const tenant = await newTenant(herald, { credentials: null });
  const other = await newTenant(herald, { credentials: null });
  const member = `${randomUUID()}@example.com`;
  await tenant.call('POST /v1/members', { body: { email: member, role: 'viewer', alerts: true } });
  const sqs = new SQSClient(herald.installation.access);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => /JobsDeadLetters/.test(url))!;
  const MessageBody = JSON.stringify({ tenant_id: tenant.id, job_id: 'job_01KB2QW6ZC8N4T5V7X9Y1A3B5D' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

  const look = () => herald.stack.runtime.invoke(herald.stack.functionArn('dead_letters.look'), {});
  await look();
  await look();
  const { body } = await tenant.call('GET /v1/alerts');
  expect(body.data).toMatchObject([{ kind: 'dead_letters', resource: { type: 'queue', id: 'job.run', name: 'Jobs' } }]);
  expect((await other.call('GET /v1/alerts')).body.data).toEqual([]);
  const mails = () => herald.stack.mails().filter(({ to }) => to.includes(member));
  await eventually(() => expect(mails()).toHaveLength(1));
  expect(mails()[0]!.subject).toBe('Herald: Jobs has work that failed for good');
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  expect(Attributes?.['ApproximateNumberOfMessages']).toBe('1');
});
