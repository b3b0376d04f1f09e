import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App, CfnOutput, Stack, Stage } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, onTestFinished, test } from 'vitest';

import { readCloudAssembly } from '../../template/cloud-assembly.ts';

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cloud-assembly-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('every stack of an app is read, by its name', async () => {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  const data = new Stack(app, 'Data');
  new CfnOutput(data, 'DeadLetters', { value: new Queue(data, 'Dead', { queueName: 'dead' }).queueName });
  new Queue(new Stack(app, 'Service', { stackName: 'orders-service' }), 'Work', { queueName: 'work' });
  app.synth();
  const { directory, templates } = await readCloudAssembly(outdir);
  expect(directory).toBe(outdir);
  expect(Object.keys(templates)).toEqual(['Data', 'orders-service']);
  expect(Object.keys(templates['Data']!.Outputs!)).toEqual(['DeadLetters']);
  expect(Object.values(templates['orders-service']!.Resources!)).toContainEqual(
    expect.objectContaining({ Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } }),
  );
});

test("a stage's stacks are in its own assembly, nested in the app's", async () => {
  const outdir = temporaryDirectory();
  const app = new App({ outdir });
  new Queue(new Stack(new Stage(app, 'dev'), 'Service'), 'Work');
  app.synth();
  expect((await readCloudAssembly(outdir)).templates).toEqual({});
  const { templates } = await readCloudAssembly(join(outdir, 'assembly-dev'));
  expect(Object.keys(templates)).toEqual(['dev-Service']);
});

test('a directory without a manifest is an error that names the missing file', async () => {
  await expect(readCloudAssembly(temporaryDirectory())).rejects.toThrow(/ENOENT.*manifest\.json/);
});
