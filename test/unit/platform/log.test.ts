import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { log, traceOf } from '../../../shared/platform/log.ts';
import { LOG_EVENTS } from '../../../shared/platform/log-events.ts';
import { keptConsole } from '../fixtures.ts';

let console: ReturnType<typeof keptConsole>;
beforeEach(() => {
  console = keptConsole();
});
afterEach(() => console.restore());

test.each(Object.entries(LOG_EVENTS))('%s is one line of JSON of level %s', (event, level) => {
  log(event as keyof typeof LOG_EVENTS, { tenant_id: 'ten_1', count: 3, code: undefined });
  expect(console.lines).toEqual([JSON.stringify({ level, event, tenant_id: 'ten_1', count: 3 })]);
});

test('a field that is not on the allow-list is left out', () => {
  const customer = { tenant_id: 'ten_1', phone_number: '+4915112345678', name: 'Ana' };
  log('chunk.sent', customer);
  expect(console.lines).toEqual([JSON.stringify({ level: 'info', event: 'chunk.sent', tenant_id: 'ten_1' })]);
});

describe('the frames of an error', () => {
  test('are logged without its message', () => {
    const { stack: text = '', denied } = traceOf(new TypeError('of +4915112345678\nand Ana\n  on two lines'));
    expect(denied).toBeUndefined();
    expect(text).toMatch(/^TypeError\n {4}at /);
    expect(text).not.toMatch(/\+49|Ana|lines/);
    expect(text.split('\n').length).toBeLessThanOrEqual(9);
  });

  test.each([
    ['text +49', 'string'],
    [undefined, 'undefined'],
    [{ secret: 1 }, 'object'],
  ])('of %j, which is no error, are its type', (bug, text) => {
    expect(traceOf(bug)).toEqual({ stack: text });
  });

  test('without a stack are its name', () => {
    const bug = Object.assign(new Error('secret'), { stack: undefined });
    expect(traceOf(bug)).toEqual({ stack: 'Error' });
  });

  test.each([
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:123456789012:table/herald-prod'],
    ['dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:123456789012:table/herald-prod/index/gsi1'],
    ['sqs:sendmessage', 'arn:aws:sqs:eu-west-1:123456789012:herald-prod-sends'],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:herald-prod/ten_1-AbCdEf'],
  ])('of a refused call name %s and the resource, and nothing else of the message', (action, resource) => {
    const by = 'User: arn:aws:sts::123456789012:assumed-role/herald-prod-Role/send';
    const message = `${by} is not authorized to perform: ${action} on resource: ${resource} because +4915112345678`;
    expect(traceOf(new Error(message))).toEqual({ stack: expect.any(String), denied: `${action} on ${resource}` });
  });
});

test('only the log writes to the console', () => {
  const root = new URL('../../../', import.meta.url).pathname;
  const files = ['shared', 'functions'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  const writing = files.filter((file) => /console\.|process\.std/.test(readFileSync(join(root, file), 'utf8')));
  expect(writing).toEqual(['shared/platform/log.ts']);
});
