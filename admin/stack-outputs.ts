import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** A deployed stack's outputs, read with the environment's AWS credentials. @throws what CloudFormation answers where there is no such stack */
export async function stackOutputs(StackName: string): Promise<ReadonlyMap<string | undefined, string | undefined>> {
  const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName }));
  return new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** The same; none where there is no such stack. */
export async function outputsIfDeployed(stack: string): ReturnType<typeof stackOutputs> {
  return stackOutputs(stack).catch((error: unknown) => {
    // CloudFormation's way to say that there is no such stack.
    if (error instanceof Error && error.message.includes('does not exist')) return new Map();
    throw error;
  });
}
