import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

import type { Runs } from './run.ts';

export function stepFunctionsRuns(stateMachineArn: string): Runs {
  const client = new SFNClient();
  const runs: Runs = {
    async start(run) {
      // The state machine passes these on to its tasks, so they must not be absent.
      const { scope = null, scheduled_at = null, updated_at = null } = run;
      const input = JSON.stringify({ ...run, scope, scheduled_at, updated_at });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: nameOf(run), input }));
        return 'running';
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        return (await runs.inactiveSince(run)) === undefined ? 'running' : 'finished';
      }
    },

    async inactiveSince(run) {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${nameOf(run)}`;
      try {
        const { stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return stopDate?.getTime();
      } catch (error) {
        if (!(error instanceof ExecutionDoesNotExist)) throw error;
        return 0;
      }
    },
  };
  return runs;
}

function nameOf({ campaign_id, run }: Parameters<Runs['inactiveSince']>[0]): string {
  return `${campaign_id}-${run}`;
}
