import { join } from 'node:path';

import * as z from 'zod';

import type { Installation } from './create-tenant.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { stackOutputs } from './stack-outputs.ts';

const stored = z.object({
  tableName: z.string().min(1),
  credentialsPrefix: z.string().min(1),
  publicBaseUrl: z.url().optional(),
  twilioApiBaseUrl: z.url().optional(),
  files: z.object({ bucket: z.string(), endpoint: z.url() }).optional(),
  scheduleGroup: z.string().optional(),
  access: z.object({
    endpoint: z.url(),
    region: z.string(),
    credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  }),
});

/** How to call the local Herald that keeps its data in `directory`. */
export type LocalInstallation = z.infer<typeof stored>;

/** Another one at each start, so that it is written by each. */
const fileIn = (directory: string) => join(directory, 'installation.json');

/** Lets `npm run admin` find the Herald that runs. */
export function saveLocalInstallation(directory: string, installation: LocalInstallation): void {
  writeJsonFile(fileIn(directory), installation);
}

/** The running local Herald that keeps its data in `directory`. @throws Error when there is none */
export async function localInstallation(directory: string): Promise<Installation> {
  const remedy = 'End Herald and run npm start again, which writes it anew; nothing else is in it.';
  const installation = readJsonFile(fileIn(directory), stored, remedy);
  if (!installation)
    throw new Error(
      `No start of Herald keeps its data in ${directory}: run npm start first, or name a deployed one with --stage.`,
    );
  await fetch(installation.access.endpoint).catch((cause: unknown) => {
    throw new Error(`The Herald of ${directory} is not running: run npm start first, and leave it running.`, { cause });
  });
  return installation;
}

/** A deployed stage, read from its stack's outputs, with the environment's AWS credentials. */
export async function deployedInstallation(stage: string): Promise<Installation> {
  const outputs = await stackOutputs(`herald-${stage}-service`);
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (!value) throw new Error(`The stack herald-${stage}-service has no output ${key}.`);
    return value;
  };
  return {
    tableName: output('TableName'),
    credentialsPrefix: output('CredentialsPrefix'),
    access: {},
    // A stack of an earlier version has no address of its own for webhooks.
    publicBaseUrl: outputs.get('PublicBaseUrl') ?? outputs.get('ApiUrl'),
    runStateMachineArn: output('RunStateMachineArn'),
    // An earlier version did not name these.
    files: outputs.get('FilesBucket') === undefined ? undefined : { bucket: output('FilesBucket') },
    scheduleGroup: outputs.get('ScheduleGroup'),
  };
}
