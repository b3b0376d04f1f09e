import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

import type { Runs } from './run.ts';

export function stepFunctionsRuns(stateMachineArn: string): Runs {
  const client = new SFNClient();
  return {
    async start(run) {
      const name = `${run.campaign_id}-${run.run}`;
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(run) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
