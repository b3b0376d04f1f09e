import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

import type { Installation } from './create-tenant.ts';

/** The running local Herald that keeps its data in `directory`. @throws Error when there is none */
export async function localInstallation(directory: string): Promise<Installation> {
  try {
    return JSON.parse(await readFile(join(directory, 'installation.json'), 'utf8')) as Installation;
  } catch (cause) {
    throw new Error(
      `No start of Herald keeps its data in ${directory}: run npm start first, or name a deployed one with --stage.`,
      { cause },
    );
  }
}

/** A deployed stage, read from its stack's outputs, with the environment's AWS credentials. */
export async function deployedInstallation(stage: string): Promise<Installation> {
  const { Stacks } = await new CloudFormationClient().send(
    new DescribeStacksCommand({ StackName: `herald-${stage}-service` }),
  );
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (!value) throw new Error(`The stack herald-${stage}-service has no output ${key}.`);
    return value;
  };
  return { tableName: output('TableName'), credentialsPrefix: output('CredentialsPrefix'), access: {} };
}
