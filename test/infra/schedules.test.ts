import { expect, it } from 'vitest';

import { production } from './production.ts';

const [fire] = production.function('schedule.fire');
const [sweep] = production.function('campaign.sweep');
const arnOf = (logicalId: string) => production.text({ 'Fn::GetAtt': [logicalId, 'Arn'] });

it('has a schedule group for each stage', () => {
  const groups = production.all('AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties);
  expect(groups).toEqual([{ Name: 'herald-prod' }]);
});

it('calls the sweeper every minute', () => {
  const [Properties, ...others] = production.all('AWS::Scheduler::Schedule').map(([, schedule]) => schedule.Properties);
  expect(others).toEqual([]);
  expect(Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(production.text(Properties.GroupName)).toBe('SchedulesGroup');
  expect(production.text(Properties.Target.Arn)).toBe(arnOf(sweep));
  expect(production.text(Properties.Target.RoleArn)).toBe('SchedulesRole.Arn');
  expect(production.text(Properties.Target.DeadLetterConfig.Arn)).toBe('SchedulesUndelivered.Arn');
});

it.each([
  ['SchedulesRole', 'the two functions', [arnOf(fire), arnOf(sweep)]],
  // With this one the sweeper sets schedules, so that they cannot call the sweeper.
  ['SchedulesStartRole', 'the function that starts campaigns', [arnOf(fire)]],
])('%s lets the scheduler call %s and use its dead-letter queue, and nothing else', (name, _, functions) => {
  const [role] = production.all('AWS::IAM::Role').flatMap(([id, { Properties }]) => {
    return production.text({ Ref: id }) === name ? [Properties] : [];
  });
  expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
    { Principal: { Service: 'scheduler.amazonaws.com' } },
  ]);
  const [{ PolicyDocument }, ...others] = role.Policies;
  expect(others).toEqual([]);
  expect(
    PolicyDocument.Statement.map(({ Action, Resource }: { Action: string; Resource: unknown }) => [
      [Action].flat(),
      [Resource].flat().map((arn) => production.text(arn)),
    ]),
  ).toEqual([
    [['lambda:InvokeFunction'], functions],
    [['sqs:SendMessage'], ['SchedulesUndelivered.Arn']],
  ]);
});
