import { expect, it } from 'vitest';

import { production } from './production.ts';

const [fire] = production.function('schedule.fire');
const [sweep] = production.function('campaign.sweep');
const arnOf = (logicalId: string) => production.text({ 'Fn::GetAtt': [logicalId, 'Arn'] });

it('keeps the schedules of a stage in a group of its own', () => {
  const groups = production.all('AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties);
  expect(groups).toEqual([{ Name: 'herald-prod' }]);
});

it('sweeps every minute', () => {
  const [Properties, ...others] = production.all('AWS::Scheduler::Schedule').map(([, one]) => one.Properties);
  expect(others).toEqual([]);
  expect(Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(production.text(Properties.GroupName)).toBe('SchedulesGroup');
  expect(production.text(Properties.Target.Arn)).toBe(arnOf(sweep));
  expect(production.text(Properties.Target.RoleArn)).toBe('SchedulesRole.Arn');
  expect(production.text(Properties.Target.DeadLetterConfig.Arn)).toBe('SchedulesUndelivered.Arn');
});

it('lets the scheduler call these two functions, keep what it could not deliver, and nothing else', () => {
  const [role] = production.all('AWS::IAM::Role').flatMap(([id, { Properties }]) => {
    return production.text({ Ref: id }) === 'SchedulesRole' ? [Properties] : [];
  });
  expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
    { Principal: { Service: 'scheduler.amazonaws.com' } },
  ]);
  const [{ PolicyDocument }, ...others] = role.Policies;
  expect(others).toEqual([]);
  expect(
    PolicyDocument.Statement.map(({ Action, Resource }: { Action: string; Resource: unknown }) => [
      Action,
      [Resource].flat().map((one) => production.text(one)),
    ]),
  ).toEqual([
    ['lambda:InvokeFunction', [arnOf(fire), arnOf(sweep)]],
    ['sqs:SendMessage', ['SchedulesUndelivered.Arn']],
  ]);
});
