import { DatabaseSync } from 'node:sqlite';

import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { arn } from '../../../local/aws/services/service.ts';
import { stepFunctions } from '../../../local/aws/services/states.ts';
import { stepFunctionsRuns } from '../../../shared/run/step-functions.runs.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { clientOptions, serve } from '../../support/serve.ts';

const MACHINE = arn('states', 'stateMachine:run');
const definition = { StartAt: 'End', States: { End: { Type: 'Wait', Seconds: 60, End: true } } };

let endpoint: Endpoint;
let service: ReturnType<typeof stepFunctions>;
beforeAll(async () => {
  service = stepFunctions({ database: new DatabaseSync(':memory:'), runtime: { invoke: async () => ({}) } });
  service.createStateMachine({ arn: MACHINE, definition: JSON.stringify(definition) });
  endpoint = await serve(service);
  leadClientsTo(endpoint.url);
});
afterAll(async () => {
  service.close();
  await endpoint.close();
});

test('a run is an execution named for its campaign and number, and is started once', async () => {
  const run = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), run: 2, step: 'resume' } as const;
  const runs = stepFunctionsRuns(MACHINE);
  expect(await runs.inactiveSince(run)).toBe(0);
  expect(await runs.start(run)).toBe('running');
  expect(await runs.start(run)).toBe('running');
  expect(await runs.start({ ...run, step: 'cancel' })).toBe('running');
  expect(await runs.inactiveSince(run)).toBeUndefined();
  const client = new SFNClient(clientOptions(endpoint.url));
  const executionArn = `${MACHINE.replace(':stateMachine:', ':execution:')}:${run.campaign_id}-2`;
  const found = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(JSON.parse(found.input!)).toEqual({ ...run, scope: null, scheduled_at: null, updated_at: null });

  const { stopDate } = await client.send(new StopExecutionCommand({ executionArn }));
  expect(await runs.inactiveSince(run)).toBe(stopDate?.getTime());
  expect(await runs.start(run)).toBe('finished');
  client.destroy();
});

test('another failure is thrown', async () => {
  const run = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), run: 1, step: 'execute' } as const;
  await expect(stepFunctionsRuns(`${MACHINE}-other`).start(run)).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
});
