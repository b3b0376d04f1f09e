import { expect, it } from 'vitest';

import { production } from './production.ts';

const alarms = production
  .all('AWS::CloudWatch::Alarm')
  .map(([id, alarm]) => [production.text({ Ref: id }), alarm] as const);

it('has an alarm for every way in which work is lost or late', () => {
  expect(alarms.map(([name]) => name).sort()).toEqual([
    'ApiErrors',
    'EventsDeliveriesDeadLettersAlarm',
    'EventsFailedMessagesDeadLettersAlarm',
    'EventsFanOutDeadLettersAlarm',
    'EventsPublisherFailuresAlarm',
    'EventsPublisherLate',
    'EventsReconciliationDeadLettersAlarm',
    'EventsRepliesDeadLettersAlarm',
    'EventsUnroutedAlarm',
    'RollupFailuresAlarm',
    'RollupLate',
    'RunFailed',
    'SchedulesSweepFailed',
    'SchedulesUndeliveredAlarm',
    'SenderBurialBuried',
    'SenderBurialDeadLettersAlarm',
  ]);
});

it.each(alarms)('%s says what is lost and for whom, and notifies the operators', (_, { Properties }) => {
  expect(Properties.AlarmDescription).toMatch(/^[A-Z].{40,}\.$/);
  expect(Properties.AlarmActions.map((action: object) => production.text(action))).toEqual(['Alarms']);
  expect(Properties.TreatMissingData).toBe('notBreaching');
});
