import { expect, it } from 'vitest';

import { production } from './production.ts';

const [fire] = production.function('schedule.fire');
const [sweep] = production.function('campaign.sweep');
const [train] = production.function('predictions.begin');
const arnOf = (logicalId: string) => production.text({ 'Fn::GetAtt': [logicalId, 'Arn'] });

it('has a schedule group for each stage', () => {
  const groups = production.all('AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties);
  expect(groups).toEqual([{ Name: 'herald-prod' }]);
});

it.each([
  ['the sweeper', 'every minute', 'rate(1 minute)', sweep],
  ['what learns from campaigns that have ended', 'every hour', 'rate(1 hour)', train],
])('calls %s %s', (_, __, rate, lambda) => {
  const all = production.all('AWS::Scheduler::Schedule').map(([, schedule]) => schedule.Properties);
  expect(all).toHaveLength(2);
  const Properties = all.find(({ ScheduleExpression }) => ScheduleExpression === rate)!;
  expect(Properties.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
  expect(production.text(Properties.GroupName)).toBe('SchedulesGroup');
  expect(production.text(Properties.Target.Arn)).toBe(arnOf(lambda));
  expect(production.text(Properties.Target.RoleArn)).toBe('SchedulesRole.Arn');
  expect(production.text(Properties.Target.DeadLetterConfig.Arn)).toBe('SchedulesUndelivered.Arn');
});

it.each([
  ['SchedulesRole', 'the three functions', [arnOf(fire), arnOf(sweep), arnOf(train)]],
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
