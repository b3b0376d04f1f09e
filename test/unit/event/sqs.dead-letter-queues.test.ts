import { DatabaseSync } from 'node:sqlite';

import { expect, onTestFinished, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { ACCOUNT } from '../../../local/aws/services/service.ts';
import { sqs } from '../../../local/aws/services/sqs.ts';
import { sqsDeadLetterQueues } from '../../../shared/event/sqs.dead-letter-queues.ts';
import { sqsDelayQueue } from '../../../shared/platform/sqs.delay-queue.ts';
import { eventually } from '../../support/eventually.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { serve } from '../../support/serve.ts';

async function queueOf(messages: number) {
  let endpoint: Endpoint | undefined;
  const service = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint!.url });
  service.createQueue({ name: 'letters', visibilityTimeout: 30 });
  endpoint = await serve(service);
  onTestFinished(endpoint.close);
  leadClientsTo(endpoint.url);
  const url = `${endpoint.url}/${ACCOUNT}/letters`;
  for (let n = 0; n < messages; n += 1) await sqsDelayQueue(url).add({ tenant_id: `ten_${n}` }, 0, 0);
  return { service, queues: sqsDeadLetterQueues({ 'job.run': url }) };
}

test('a look shows each message once, and leaves all of them for whoever redrives the queue', async () => {
  const { service, queues } = await queueOf(3);
  expect(queues.names).toEqual(['job.run']);
  for (const _ of ['first', 'second']) {
    const bodies = (await queues.look('job.run')).map((body) => JSON.parse(body).tenant_id);
    expect(bodies.toSorted()).toEqual(['ten_0', 'ten_1', 'ten_2']);
  }
  // What is received is never visible at the same moment.
  await eventually(() => expect(service.depth('letters')).toMatchObject({ visible: 3 }));
});

test('of a long queue a look shows some, and ends', async () => {
  const { queues } = await queueOf(60);
  const { length } = await queues.look('job.run');
  expect(length).toBeGreaterThanOrEqual(10);
  expect(length).toBeLessThanOrEqual(50);
});
