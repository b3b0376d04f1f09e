import { describe, expect, it } from 'vitest';

import { FUNCTIONS } from '../../lib/functions.ts';
import { dev, prod } from '../../lib/stage-settings.ts';
import { ROUTES } from '../../shared/routes.ts';
import { development } from './development.ts';
import { OIDC, production } from './production.ts';
import { synthesize } from './synthesize.ts';

it('deploys one function for each declaration, and no other', () => {
  const deployed = production.all('AWS::Lambda::Function').map(([, { Properties }]) => Properties.Description);
  expect(deployed.sort()).toEqual(FUNCTIONS.map(({ id }) => id).sort());
  expect(new Set(deployed).size).toBe(FUNCTIONS.length);
});

describe.each(FUNCTIONS)('$id', ({ id, grants, timeout }) => {
  it.each([
    ['development', development, 14],
    ['production', production, 90],
  ])('runs its own bundle on Node 24, with traces and its own log, in %s', (_, stage, retention) => {
    const [, lambda] = stage.function(id);
    expect(lambda.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Handler: 'index.handler',
    });
    expect(stage.bundle(lambda)).toBe(id);
    expect(stage.resource(lambda.Properties.LoggingConfig.LogGroup.Ref)).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: retention },
    });
    if (timeout) expect(lambda.Properties.Timeout).toBe(timeout);
  });

  it('gets the environment variables of its grants, and no others', () => {
    // This stage has another host in the provider's place.
    const expected: Record<string, string> = { PRACTICE: 'true', STAGE: 'prod' };
    for (const grant of grants) Object.assign(expected, VARIABLES[grant.split(':')[0]!]);
    if (id === 'events.publish') expected['FAILURE_QUEUE_URL'] = 'EventsPublisherFailures';
    if (id === 'job.run') expected['ERASURE_SETTLES_AFTER_SECONDS'] = '120';
    if (id === 'job.run' || id === 'predictions.begin') expected['PREDICTION_SETTLES_AFTER_SECONDS'] = '90000';
    if (id === 'campaign.sweep') {
      expected['SWEEP_PATIENCE_SECONDS'] = '120';
      expected['SCHEDULE_ROLE_ARN'] = 'SchedulesStartRole.Arn';
    }
    if (id === 'campaign.sweep' || id === 'schedule.fire') expected['QUOTAS'] = JSON.stringify(prod.quotas);
    if (grants.includes('recoveries:SendMessage')) expected['RECOVER_AFTER_SECONDS'] = '900,3600,21600,86400';
    if (ROUTES.some((route) => route.id === id && route.authentication === 'bearer')) {
      expected['OIDC'] = JSON.stringify(OIDC);
      expected['QUOTAS'] = JSON.stringify(prod.quotas);
    }
    if (ROUTES.some((route) => route.id === id && route.showsLinks))
      expected['PUBLIC_BASE_URL'] = 'https://herald.example';
    const [, { Properties }] = production.function(id);
    const given = Object.entries(Properties.Environment?.Variables ?? {});
    expect(Object.fromEntries(given.map(([name, value]) => [name, production.text(value)]))).toEqual(expected);
  });
});

const PROVIDER = { PUBLIC_BASE_URL: 'https://herald.example', TWILIO_API_BASE_URL: 'https://twilio.example' };
const VARIABLES: Record<string, Record<string, string>> = {
  table: { TABLE_NAME: 'Table' },
  index: { TABLE_NAME: 'Table' },
  sends: { SEND_QUEUE_URL: 'SenderQueue' },
  failures: { FAILURE_QUEUE_URL: 'RollupFailures' },
  dead_letters: {
    DEAD_LETTER_QUEUES: JSON.stringify({
      'chunk.bury': 'SenderBurialDeadLetters',
      'rollup.fold': 'RollupFailures',
      'events.publish': 'EventsPublisherFailures',
      'webhook.deliver': 'EventsDeliveriesDeadLetters',
      'reply.dispatch': 'EventsRepliesDeadLetters',
      'agent.answer': 'EventsAgentsDeadLetters',
      'webhook.fan_out': 'EventsFanOutDeadLetters',
      'failure.follow_up': 'EventsFailedMessagesDeadLetters',
      'message.reconcile': 'EventsReconciliationDeadLetters',
      'events.handle': 'EventsSharedDeadLetters',
      'events.unrouted': 'EventsUnrouted',
      'job.run': 'JobsDeadLetters',
      'callbacks.recover': 'CallbackRecoveryDeadLetters',
      'schedules.undelivered': 'SchedulesUndelivered',
    }),
  },
  deliveries: { DELIVERY_QUEUE_URL: 'EventsDeliveriesQueue' },
  reconciles: { RECONCILE_QUEUE_URL: 'EventsReconciliationQueue', RECONCILE_AFTER_SECONDS: '60,300,1800' },
  own_queues: {
    OWN_QUEUES: JSON.stringify({
      'reply.dispatch': 'EventsRepliesQueue',
      'webhook.fan_out': 'EventsFanOutQueue',
      'failure.follow_up': 'EventsFailedMessagesQueue',
      'message.reconcile': 'EventsReconciliationQueue',
    }),
  },
  recoveries: { RECOVERY_QUEUE_URL: 'CallbackRecoveryQueue' },
  jobs: { JOB_QUEUE_URL: 'JobsQueue' },
  imports: { FILES_BUCKET: 'Files' },
  exports: { FILES_BUCKET: 'Files' },
  uploads: { FILES_BUCKET: 'Files' },
  media: { FILES_BUCKET: 'Files' },
  site: { SITE_BUCKET: 'Files' },
  bus: { EVENT_BUS_NAME: 'EventsBus' },
  schedules: {
    SCHEDULE_GROUP: 'SchedulesGroup',
    SCHEDULE_FUNCTION_ARN: 'SchedulesFireFunction.Arn',
    SCHEDULE_ROLE_ARN: 'SchedulesRole.Arn',
    SCHEDULE_DEAD_LETTERS_ARN: 'SchedulesUndelivered.Arn',
  },
  runs: {
    RUN_STATE_MACHINE_ARN: 'arn:partition:states:region:accountid:stateMachine:herald-prod-campaign-run',
    ...PROVIDER,
  },
  credentials: { CREDENTIALS_PREFIX: 'herald/prod/twilio/', ...PROVIDER },
};

it("passes the API's own endpoint to functions when the stage has no public address", () => {
  const { Variables } = development.function('chunk.send')[1].Properties.Environment;
  expect(development.text(Variables.PUBLIC_BASE_URL)).toBe('Api.ApiEndpoint');
  expect(Variables).not.toHaveProperty('TWILIO_API_BASE_URL');
});

it.each([
  ['leaves approvals to tenants', {}, undefined],
  ['asks every tenant for approvals', { approvalAbove: 0 }, '0'],
])('a stage %s', (_, settings, expected) => {
  const stage = synthesize({ ...dev, ...settings });
  for (const id of ['tenant.change', 'campaign.execute', 'campaign.schedule', 'lane.advance', 'campaign.preflight']) {
    expect(stage.function(id)[1].Properties.Environment.Variables.APPROVAL_ABOVE).toBe(expected);
  }
});

it.each([
  ['never in development', development, undefined],
  ['never in production', production, undefined],
  ['only in a stage for tests', synthesize({ ...dev, privateWebhookTargets: true }), 'true'],
] as const)('allows webhooks to private addresses %s', (_, stage, expected) => {
  for (const id of ['webhook.deliver', 'webhook_endpoint.create', 'webhook_endpoint.change', 'lane.advance']) {
    expect(stage.function(id)[1].Properties.Environment.Variables.PRIVATE_WEBHOOK_TARGETS).toBe(expected);
  }
});
