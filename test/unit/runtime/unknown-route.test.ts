import { expect, test } from 'vitest';

import { ANSWER_HEADERS } from '../../../shared/runtime/answer-headers.ts';
import type { Answer } from '../../../shared/runtime/problem.ts';
import { unknownRoute } from '../../../shared/runtime/unknown-route.ts';
import { ROUTES } from '../../../shared/routes.ts';
import { eventOf } from './event.ts';

const answer = unknownRoute(ROUTES);
const ask = async (rawPath: string, method = 'PUT') => {
  const event = eventOf({ rawPath });
  event.requestContext.http.method = method;
  const { statusCode, headers, body } = (await answer(event)) as Answer;
  return { statusCode, headers, body: JSON.parse(body) as Record<string, unknown> };
};

test.each([
  '/',
  '/v1',
  '/v1/campaign',
  '/v1/campaigns/',
  '/v1/campaigns/a/b/c',
  '/x/v1/campaigns',
  '/v1/campaigns/cmp_1/execute/x',
])('%s is answered with 404', async (path) => {
  expect(await ask(path)).toMatchObject({
    statusCode: 404,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req_1', ...ANSWER_HEADERS },
    body: { code: 'route.not_found', request_id: 'req_1' },
  });
});

test.each([
  ['/v1/campaigns', 'POST, GET'],
  ['/v1/campaigns/cmp_1', 'GET, PATCH, DELETE'],
  ['/v1/campaigns/cmp_1/execute', 'POST'],
  ['/webhooks/twilio/ten_1/status', 'POST'],
  ['/v1/customers/import', 'POST'],
  ['/v1/customers/cus_1', 'GET, PATCH, DELETE'],
  ['/r/token', 'GET, HEAD'],
])('%s is answered with 405 and the methods %s', async (path, allow) => {
  const { statusCode, headers, body } = await ask(path);
  expect([statusCode, headers['allow'], body['code']]).toEqual([405, allow, 'route.method']);
  expect(body['detail']).toContain(allow);
});

test('the methods of a 405 are those of the contracts with that very path, each once', async () => {
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const { headers } = await ask(path.replaceAll(/\{\w+\}/g, 'x_1'));
    const own = ROUTES.filter((route) => route.path === path).map(({ method }) => method);
    expect(headers['allow']?.split(', ').toSorted()).toEqual(own.toSorted());
  }
});

test('every path of the registry is known', async () => {
  for (const { path } of ROUTES) expect((await ask(path.replaceAll(/\{\w+\}/g, 'x_1'))).statusCode).toBe(405);
});

test('a route of the registry that the API does not have at the moment is answered with 503 and Retry-After', async () => {
  for (const { path, method } of ROUTES.filter(({ path }) => !path.startsWith('/r/'))) {
    const { statusCode, headers, body } = await ask(path.replaceAll(/\{\w+\}/g, 'x_1'), method);
    expect([statusCode, headers['retry-after'], body['code']]).toEqual([503, '30', 'route.unavailable']);
  }
});

test.each([
  ['/r', 404],
  ['/r/', 404],
  ['/r/token', 503],
] as const)('a person who opens %s is answered with a page (%i)', async (rawPath, status) => {
  for (const method of ['GET', 'HEAD']) {
    const event = eventOf({ rawPath });
    event.requestContext.http.method = method;
    const { statusCode, headers, body } = (await answer(event)) as Answer;
    expect([statusCode, headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(headers).toMatchObject({ ...ANSWER_HEADERS, 'x-request-id': 'req_1' });
    expect(body).toContain('<h1>');
  }
});
