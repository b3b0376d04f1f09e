import { DatabaseSync } from 'node:sqlite';

import { expect, onTestFinished, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { ACCOUNT } from '../../../local/aws/services/service.ts';
import { sqs } from '../../../local/aws/services/sqs.ts';
import { sqsFailureQueue } from '../../../shared/platform/sqs.failure-queue.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { serve } from '../../support/serve.ts';

test('a record is reported by its key and sequence alone, without personal data', async () => {
  let endpoint: Endpoint | undefined;
  const service = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint!.url });
  service.createQueue({ name: 'failures', visibilityTimeout: 30 });
  endpoint = await serve(service);
  onTestFinished(endpoint.close);
  leadClientsTo(endpoint.url);
  const record = {
    sequence: '12',
    pk: 'TENANT#ten_1',
    sk: 'MESSAGE#cus_1',
    before: { variables: ['Ana'] },
    after: { variables: ['Bo'] },
  };
  await sqsFailureQueue(`${endpoint.url}/${ACCOUNT}/failures`).add(record, 'unknown_message');
  const received = await service.receive('failures', { max: 10 });
  expect(received.map((message) => JSON.parse(message.Body))).toEqual([
    { pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', sequence: '12', why: 'unknown_message' },
  ]);
});
