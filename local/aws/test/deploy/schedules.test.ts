import { DatabaseSync } from 'node:sqlite';

import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { expect, test, vi } from 'vitest';

import { deploySchedules } from '../../deploy/schedules.ts';
import { rolePolicies } from '../../iam/role-policies.ts';
import { scheduler } from '../../services/scheduler.ts';
import { sqs } from '../../services/sqs.ts';
import type { CfnTemplate } from '../../template/cfn-template.ts';
import { templatesOf } from '../templates.ts';
import { loadTemplates } from '../../template/load.ts';
import { PATIENT } from '../patient.ts';

const SWEEP = 'arn:aws:lambda:eu-west-1:000000000000:function:sweep';

/** A schedule that calls a function every hour, as the CDK makes them. */
function template(service = 'scheduler.amazonaws.com'): CfnTemplate {
  const app = new App();
  const stack = new Stack(app, 'Main');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal(service) });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [SWEEP] }));
  new CfnSchedule(stack, 'Hourly', {
    groupName: new CfnScheduleGroup(stack, 'Group', { name: 'app' }).ref,
    scheduleExpression: 'rate(1 hour)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: { arn: SWEEP, roleArn: role.roleArn },
  });
  return templatesOf(app, stack)[0]!;
}

function deploy(Main: CfnTemplate) {
  const db = new DatabaseSync(':memory:');
  const called: string[] = [];
  let now = 0;
  const service = scheduler({
    db,
    sqs: sqs({ db, baseUrl: () => '' }),
    invoke: async (functionArn) => void called.push(functionArn),
    now: () => now,
  });
  const urls = { endpoint: 'http://127.0.0.1:4566', publicUrl: 'http://127.0.0.1:3000' };
  const { resources } = loadTemplates({ Main }, urls);
  const roles = rolePolicies(resources);
  deploySchedules(resources, service, (roleArn) => roles.get(roleArn) ?? []);
  return {
    called,
    pass(milliseconds: number) {
      now += milliseconds;
      service.start();
      service.close();
    },
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests break templates in every place
type Properties = Record<string, any>;

/** The template after a change to the only resource of a type. */
function changed(type: string, change: (properties: Properties) => void): CfnTemplate {
  const given = template();
  const [resource] = Object.values(given.Resources ?? {}).filter(({ Type }) => Type === type);
  change(resource!.Properties as Properties);
  return given;
}

test('a schedule of a template calls its function', async () => {
  const { called, pass } = deploy(template());
  pass(3_599_999);
  expect(called).toEqual([]);
  pass(1);
  await vi.waitFor(() => expect(called).toEqual([SWEEP]), PATIENT);
});

test.each([
  [
    'a property of a schedule',
    'AWS::Scheduler::Schedule',
    (schedule: Properties) => (schedule['KmsKeyArn'] = 'a'),
    /KmsKeyArn/,
  ],
  ['a property of a group', 'AWS::Scheduler::ScheduleGroup', (schedule: Properties) => (schedule['Tags'] = []), /Tags/],
  [
    'an expression',
    'AWS::Scheduler::Schedule',
    (schedule: Properties) => (schedule['ScheduleExpression'] = 'cron(*)'),
    /rate/,
  ],
  [
    'a group',
    'AWS::Scheduler::Schedule',
    (schedule: Properties) => (schedule['GroupName'] = 'other'),
    /other does not exist/,
  ],
])('%s that is not supported is an error', (_, type, change, message) => {
  expect(() => deploy(changed(type, change))).toThrow(message);
});

test('a role that the scheduler may not assume is an error', () => {
  expect(() => deploy(template('lambda.amazonaws.com'))).toThrow(/must allow AWS EventBridge Scheduler to assume/);
});
