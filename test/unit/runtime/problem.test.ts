import { expect, test } from 'vitest';

import { problem } from '../../../shared/runtime/problem.ts';
import {
  conflict,
  contended,
  HeraldError,
  invalid,
  notFound,
  throttled,
  type ErrorKind,
} from '../../../shared/platform/errors.ts';

const bodyOf = (error: unknown) => JSON.parse(problem(error, 'req_1').body) as unknown;

test.each<[ErrorKind, number, string]>([
  ['invalid', 400, 'Bad Request'],
  ['unauthenticated', 401, 'Unauthorized'],
  ['forbidden', 403, 'Forbidden'],
  ['absent', 404, 'Not Found'],
  ['not_allowed', 405, 'Method Not Allowed'],
  ['conflict', 409, 'Conflict'],
  ['too_large', 413, 'Content Too Large'],
  ['unsupported', 415, 'Unsupported Media Type'],
  ['unavailable', 503, 'Service Unavailable'],
])('%s is %i %s', (kind, status, title) => {
  const { statusCode, headers } = problem(new HeraldError(kind, 'a.code', 'What to do.'), 'req_1');
  expect(statusCode).toBe(status);
  expect(headers).toEqual({
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="herald"' }),
  });
  expect(bodyOf(new HeraldError(kind, 'a.code', 'What to do.'))).toEqual({
    type: 'urn:herald:error:a.code',
    title,
    status,
    detail: 'What to do.',
    code: 'a.code',
    request_id: 'req_1',
    ...(kind === 'invalid' && { errors: [] }),
  });
});

test.each([throttled(), contended()])('what is overloaded says when to ask again: $code', (error) => {
  const { statusCode, headers } = problem(error, 'req_1');
  expect(statusCode).toBe(503);
  expect(headers).toEqual({ 'content-type': 'application/problem+json', 'retry-after': '5' });
  expect(bodyOf(error)).toMatchObject({
    code: error.code,
    detail: expect.stringContaining('after a few seconds') as string,
  });
});

test('a service of AWS that is overloaded is no bug', () => {
  const error = Object.assign(new Error('Rate exceeded for arn:…'), { name: 'ThrottlingException' });
  expect(problem(error, 'req_1')).toEqual(problem(throttled(), 'req_1'));
});

test('faults are listed', () => {
  const errors = [{ path: 'buttons.0.title', code: 'too_big', message: 'Shorter.' }];
  expect(bodyOf(invalid(errors))).toMatchObject({ code: 'request.invalid', errors });
});

test('errors of absence and conflict have codes of their own', () => {
  expect(bodyOf(notFound('api_key'))).toMatchObject({
    status: 404,
    code: 'api_key.not_found',
    detail: 'There is no such api key.',
  });
  expect(bodyOf(conflict('campaign.status', 'It is paused.'))).toMatchObject({ status: 409, detail: 'It is paused.' });
});

test.each([
  new Error('password +4915112345678'),
  Object.assign(new Error('x'), { kind: 'invalid', code: 'a.b', faults: [{ path: 'secret' }] }),
  'text',
  undefined,
  null,
])('the answer to an internal error, %s, has only the id of the request', (error) => {
  const { statusCode, body } = problem(error, 'req_1');
  expect(statusCode).toBe(500);
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    request_id: 'req_1',
  });
});

test('an answer lists at most a hundred faults, each short, and stays below 64 KB', () => {
  const fault = (index: number) => ({
    path: `${index}${'é'.repeat(5_000)}`,
    code: 'x',
    message: '\u0001"'.repeat(5_000),
  });
  const { body } = problem(invalid(Array.from({ length: 50_000 }, (_, index) => fault(index))), 'req_1');
  const { detail, errors } = JSON.parse(body) as { detail: string; errors: { path: string; message: string }[] };
  expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  expect(errors.length).toBeGreaterThan(25);
  expect(detail).toContain(`the first ${errors.length}`);
  for (const { path, message } of errors) {
    expect(path).toHaveLength(200);
    expect(message).toHaveLength(300);
  }
  const plain = problem(invalid(Array.from({ length: 101 }, () => ({ path: 'a', code: 'x', message: 'm' }))), 'req_1');
  expect((JSON.parse(plain.body) as { errors: unknown[] }).errors).toHaveLength(100);
});

test('what is cut stays well-formed', () => {
  const { body } = problem(invalid([{ path: '👋'.repeat(200), code: 'x', message: `a${'👋'.repeat(200)}` }]), 'req_1');
  expect(body.isWellFormed()).toBe(true);
  expect(body).not.toMatch(/\\ud[89a-f]/i);
});
