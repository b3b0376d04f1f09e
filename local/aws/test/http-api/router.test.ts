import { expect, test } from 'vitest';
import { router } from '../../http-api/router.ts';

const find = router(
  [
    '$default',
    'ANY /{proxy+}',
    'GET /pets/{proxy+}',
    'GET /pets/{id}',
    'GET /pets/dog/{id}',
    'GET /pets/dog/1',
    'POST /pets/{id}',
    'ANY /pets/{id}',
    'GET /',
  ].map((routeKey) => ({ routeKey })),
);

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/cat', 'GET /pets/{id}', { id: 'cat' }],
  ['GET', '/pets/cat/1/2', 'GET /pets/{proxy+}', { proxy: 'cat/1/2' }],
  ['POST', '/pets/cat', 'POST /pets/{id}', { id: 'cat' }],
  ['HEAD', '/pets/cat', 'ANY /pets/{id}', { id: 'cat' }],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  ['GET', '/', 'GET /', {}],
  ['PUT', '/', '$default', {}],
])('%s %s goes to %s', (method, path, routeKey, pathParameters) => {
  expect(find(method, path)).toEqual({ route: { routeKey }, pathParameters });
});

test('an empty variable, another method and a trailing slash match no route', () => {
  const only = router([{ routeKey: 'GET /pets/{id}' }, { routeKey: 'GET /cats' }]);
  for (const [method, path] of [
    ['GET', '/pets/'],
    ['GET', '/pets'],
    ['HEAD', '/pets/1'],
    ['GET', '/cats/'],
    ['GET', '/pets/1/2'],
  ]) {
    expect(only(method!, path!)).toBeUndefined();
  }
});
