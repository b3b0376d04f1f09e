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

const [check] = production.function('rollup.check');
const [deadLetterLook] = production.function('dead_letters.look');

it.each([
  ['the sweeper every minute', 'rate(1 minute)', sweep, 'SchedulesRole'],
  ['the look at dead letters every five minutes', 'rate(5 minutes)', deadLetterLook, 'DeadLetterLooksRole'],
  ['the recount of a sample every day', 'rate(1 day)', check, 'RollupChecksRole'],
  ['what learns from campaigns that have ended every hour', 'rate(1 hour)', train, 'SchedulesRole'],
])('calls %s', (_, ScheduleExpression, called, role) => {
  const schedules = production.all('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
  expect(schedules).toHaveLength(4);
  const schedule = schedules.find(({ Target }) => production.text(Target.Arn) === arnOf(called));
  expect(schedule).toMatchObject({ ScheduleExpression, FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(production.text(schedule.GroupName)).toBe('SchedulesGroup');
  expect(production.text(schedule.Target.RoleArn)).toBe(`${role}.Arn`);
});

it('keeps calls of the sweeper and of what learns that could not be made, for an alarm', () => {
  const schedules = production.all('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
  const lost = schedules.flatMap(({ Target }) => (Target.DeadLetterConfig ? [Target] : []));
  const kept = lost.map(({ Arn, DeadLetterConfig }) => [Arn, DeadLetterConfig.Arn].map(production.text));
  expect(new Map(kept as [string, string][])).toEqual(
    new Map([sweep, train].map((called) => [arnOf(called), 'SchedulesUndelivered.Arn'])),
  );
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
