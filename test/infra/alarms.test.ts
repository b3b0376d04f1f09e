import { describe, expect, it } from 'vitest';

import { production } from './production.ts';
import type { Resource } from './synthesize.ts';

const alarms = production
  .all('AWS::CloudWatch::Alarm')
  .map(([id, alarm]) => [production.text({ Ref: id }), alarm] as const);

it('has an alarm for every way in which work is lost or late', () => {
  expect(alarms.map(([name]) => name).sort()).toEqual([
    'ApiErrors',
    'CallbackRecoveryDeadLettersAlarm',
    'DeadLetterLooksFailed',
    'EventsAgentsDeadLettersAlarm',
    'EventsDeliveriesDeadLettersAlarm',
    'EventsFailedMessagesDeadLettersAlarm',
    'EventsFanOutDeadLettersAlarm',
    'EventsGivenUpAnswersGivenUp',
    'EventsPublisherFailuresAlarm',
    'EventsPublisherLate',
    'EventsReconciliationDeadLettersAlarm',
    'EventsRepliesDeadLettersAlarm',
    'EventsSharedDeadLettersAlarm',
    'EventsUnroutedAlarm',
    'JobsDeadLettersAlarm',
    'RollupChecksFailed',
    'RollupFailuresAlarm',
    'RollupLate',
    'RunFailed',
    'SchedulesSweepFailed',
    'SchedulesTrainFailed',
    'SchedulesUndeliveredAlarm',
    'SenderBurialBuried',
    'SenderBurialDeadLettersAlarm',
    'ServiceAlarmsCountersWrong',
    'ServiceAlarmsManyUnknown',
    'ServiceAlarmsSendQueueLate',
    'ServiceAlarmsSlow',
    'ServiceAlarmsThrottled',
    'ServiceAlarmsUnknownLeft',
    'ServiceAlarmsWebhooksRefused',
  ]);
});

it.each(alarms)('%s says what is lost and for whom, and notifies the operators', (_, { Properties }) => {
  expect(Properties.AlarmDescription).toMatch(/^[A-Z].{40,}\.$/);
  expect(Properties.AlarmActions.map((action: object) => production.text(action))).toEqual(['Alarms']);
  expect(Properties.TreatMissingData).toBe('notBreaching');
});

describe('the topic of the alarms', () => {
  const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };
  const [[topicId, topic], ...others] = production.all('AWS::SNS::Topic') as [[string, Resource]];
  const [policy] = production.all('AWS::SNS::TopicPolicy').map(([, { Properties }]) => Properties);

  it('is the only topic, and has the only policy of one', () => {
    expect(others).toEqual([]);
    expect(policy.Topics).toEqual([{ Ref: topicId }]);
  });

  it('is encrypted with a key that rotates and that alarms may use', () => {
    const key = production.resource(topic.Properties.KmsMasterKeyId['Fn::GetAtt'][0]);
    expect(key.Type).toBe('AWS::KMS::Key');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties.KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: CLOUDWATCH,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
  });

  it('lets the alarms of the account publish, and denies what comes without TLS', () => {
    const [deny, allow, ...others] = policy.PolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(deny).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: { Ref: topicId },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(allow).toMatchObject({
      Effect: 'Allow',
      Principal: CLOUDWATCH,
      Action: 'sns:Publish',
      Resource: { Ref: topicId },
    });
    expect(production.text(allow.Condition.ArnLike['aws:SourceArn'])).toBe(
      'arn:partition:cloudwatch:region:accountid:alarm:*',
    );
  });
});
