import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { handler } from '../../../functions/api/openapi/read-open-api.ts';
import { keptConsole } from '../fixtures.ts';
import { eventOf } from './event.ts';

let restore: () => void;
beforeAll(() => {
  ({ restore } = keptConsole());
});
afterAll(() => restore());

test('the description of the API is given to everybody as it is committed, and caches may keep it', async () => {
  const { statusCode, headers, body } = await handler(eventOf({ rawPath: '/openapi.json' }), {} as Context);
  expect(statusCode).toBe(200);
  expect(headers).toEqual({
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'req_1',
  });
  const committed = readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8');
  expect(JSON.parse(body ?? '')).toEqual(JSON.parse(committed));
});
