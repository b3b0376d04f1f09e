import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import * as dependencies from '../../../shared/runtime/dependencies.ts';
import { build } from '../../../shared/runtime/dependency.ts';
import { environment } from '../../../shared/runtime/environment.ts';

const before = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
});
afterEach(() => void Object.assign(process.env, before));

const shape = { A: z.string().min(1), B: z.url(), C: z.string().optional() };

test('variables are read by their names', () => {
  Object.assign(process.env, { A: 'a', B: 'https://b.example', D: 'd' });
  expect(environment(shape)).toEqual({ A: 'a', B: 'https://b.example' });
});

test('all missing or malformed variables are named at once, without their values', () => {
  Object.assign(process.env, { A: '', B: 'secret' });
  expect(() => environment(shape)).toThrow(/A \(.*B \(/);
  expect(() => environment(shape)).not.toThrow(/secret/);
});

test('dependencies are built from the variables of all of them', () => {
  Object.assign(process.env, { A: '1', N: '2' });
  const one = { environment: { A: z.string() }, build: (env: { A: string }) => `one ${env.A}` };
  const two = { environment: { N: z.coerce.number() }, build: (env: { N: number }) => env.N + 1 };
  expect(build({ one, two })).toEqual({ one: 'one 1', two: 3 });
  delete process.env['A'];
  delete process.env['N'];
  expect(() => build({ one, two })).toThrow(/A \(.*N \(/);
});

test('all dependencies can be built from the variables that they declare, and those that are missing are named', () => {
  expect(() => build(dependencies)).toThrow(
    /TABLE_NAME.*RUN_STATE_MACHINE_ARN.*CREDENTIALS_PREFIX.*SEND_QUEUE_URL.*FAILURE_QUEUE_URL.*PUBLIC_BASE_URL/,
  );
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    ...{ TABLE_NAME: 't', RUN_STATE_MACHINE_ARN: 'a', CREDENTIALS_PREFIX: 'c/', SEND_QUEUE_URL: 'q' },
    ...{ SCHEDULE_GROUP: 'g', SCHEDULE_FUNCTION_ARN: 'a', SCHEDULE_ROLE_ARN: 'a', SCHEDULE_DEAD_LETTERS_ARN: 'a' },
    SWEEP_PATIENCE_SECONDS: '120',
    RECOVERY_QUEUE_URL: 'https://sqs.example/recoveries',
    RECOVER_AFTER_SECONDS: '900,3600',
    ...{ PREDICTION_SETTLES_AFTER_SECONDS: '90000', DEAD_LETTER_QUEUES: '{"job.run":"https://sqs.example/jobs"}' },
    FILES_BUCKET: 'files',
    LAMBDA_TASK_ROOT: '/var/task',
    SITE_BUCKET: 'site',
    OWN_QUEUES: '{"reply.dispatch":"https://sqs.example/replies"}',
    ...{ JOB_QUEUE_URL: 'q', ERASURE_SETTLES_AFTER_SECONDS: '120' },
    ...{ EVENT_BUS_NAME: 'b', DELIVERY_QUEUE_URL: 'q' },
    ...{ RECONCILE_QUEUE_URL: 'q', RECONCILE_AFTER_SECONDS: '60,300' },
    ...{ FAILURE_QUEUE_URL: 'f', PUBLIC_BASE_URL: 'https://h.example/stage//' },
  });
  expect(build(dependencies).publicBaseUrl).toBe('https://h.example/stage');
});

test('each face of a provider is of the adapter that its name says, Twilio by default', () => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', PUBLIC_BASE_URL: 'https://h.example' });
  const { providers, templateProviders, payloads, classifiers, webhookReaders } = dependencies;
  const faces = build({ providers, templateProviders, payloads, classifiers, webhookReaders });
  for (const face of Object.values(faces)) {
    expect(face(undefined)).toBe(face('twilio'));
    expect(() => face('another')).toThrow('No adapter for another');
  }
});
