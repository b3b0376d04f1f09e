import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, expect, test } from 'vitest';
import { startHttpApi, type HttpApi, type HttpApiOptions } from '../http-api.ts';
import { FunctionError } from '../services/service.ts';

const open: HttpApi[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((api) => api.close()));
});

/** An API whose functions all answer like this, and the calls they got. */
async function start(
  answer: (event: APIGatewayProxyEventV2) => unknown,
  options: Partial<HttpApiOptions> = {},
): Promise<{ url: string; calls: { functionArn: string; event: APIGatewayProxyEventV2 }[]; api: HttpApi }> {
  const calls: { functionArn: string; event: APIGatewayProxyEventV2 }[] = [];
  const runtime = {
    async invoke(functionArn: string, event: unknown) {
      calls.push({ functionArn, event: event as APIGatewayProxyEventV2 });
      return answer(event as APIGatewayProxyEventV2);
    },
  };
  const routes = [
    { routeKey: 'POST /orders/{id}', functionArn: 'orders' },
    { routeKey: '$default', functionArn: 'default' },
  ];
  const api = await startHttpApi({ routes, runtime, port: 0, host: '127.0.0.1', ...options });
  open.push(api);
  return { url: api.url, calls, api };
}

async function eventOf(path: string, init: RequestInit): Promise<APIGatewayProxyEventV2> {
  const { url, calls } = await start(() => ({ statusCode: 204 }));
  await fetch(url + path, init);
  return calls[0]!.event;
}

test('a request that is refused reaches no function, whatever its route', async () => {
  const refuse: HttpApiOptions['refuse'] = ({ headers }) =>
    headers['x-who'] ? undefined : { status: 403, headers: { 'x-why': 'nobody' }, body: 'no' };
  const { url, calls } = await start(() => ({ statusCode: 204 }), { refuse });
  for (const path of ['/orders/1', '/none', '/%']) {
    const response = await fetch(url + path, { method: 'POST' });
    expect([response.status, response.headers.get('x-why'), await response.text()]).toEqual([403, 'nobody', 'no']);
  }
  expect(calls).toEqual([]);
  expect((await fetch(`${url}/orders/1`, { method: 'POST', headers: { 'x-who': 'me' } })).status).toBe(204);
});

test('a request becomes an event of payload format 2.0', async () => {
  const { url, calls } = await start(() => ({ statusCode: 200 }));
  const { port, hostname } = new URL(url);
  const sent = request({
    port,
    hostname,
    method: 'POST',
    path: '/orders/caf%C3%A9%201?tag=a&tag=b%20c&x=',
    headers: [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['X-Many', 'one'],
      ['x-many', 'two'],
      ['Cookie', 'a=1; b=2'],
      ['Host', 'api.test:8080'],
      ['User-Agent', 'test'],
    ].flat(),
  });
  sent.end('{"name":"é"}');
  const [response] = await once(sent, 'response');
  response.resume();

  const [{ functionArn, event }] = calls as [(typeof calls)[0]];
  expect(functionArn).toBe('orders');
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/café 1',
    rawQueryString: 'tag=a&tag=b%20c&x=',
    cookies: ['a=1', 'b=2'],
    headers: {
      'content-type': 'application/json; charset=utf-8',
      host: 'api.test:8080',
      'user-agent': 'test',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': port,
      'x-forwarded-proto': 'http',
      'x-many': 'one,two',
    },
    queryStringParameters: { tag: 'a,b c', x: '' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'api.test',
      domainPrefix: 'api',
      http: {
        method: 'POST',
        path: '/orders/café 1',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      requestId: response.headers['apigw-requestid'],
      routeKey: 'POST /orders/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    pathParameters: { id: 'café 1' },
    body: '{"name":"é"}',
    isBase64Encoded: false,
  });
});

test('what a request does not have, its event does not have', async () => {
  const event = await eventOf('/', {});
  expect(event).toMatchObject({ routeKey: '$default', rawQueryString: '', isBase64Encoded: false });
  for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
    expect(event).not.toHaveProperty(absent);
  }
});

test.each([
  ['application/json', false],
  ['APPLICATION/XML;charset=utf-8', false],
  ['application/javascript', false],
  ['text/csv', false],
  ['application/x-www-form-urlencoded', true],
  ['application/problem+json', true],
  ['application/octet-stream', true],
  ['', true],
])('a body of type "%s" is in base64: %s', async (type, isBase64Encoded) => {
  const event = await eventOf('/', {
    method: 'POST',
    body: Buffer.from('From=%2B1'),
    headers: { 'content-type': type },
  });
  expect(event.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(event.body!, isBase64Encoded ? 'base64' : 'utf8').toString()).toBe('From=%2B1');
});

test('a structured result becomes the response', async () => {
  const { url } = await start(() => ({
    statusCode: 201,
    headers: { 'Content-Type': 'image/png', 'X-Count': 3, 'Content-Length': '999' },
    cookies: ['a=1; Path=/', 'b=2'],
    body: Buffer.from([0, 255, 1]).toString('base64'),
    isBase64Encoded: true,
  }));
  const response = await fetch(url);
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('x-count')).toBe('3');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1]);
});

test.each([
  [{ statusCode: 200, body: 'hello' }, 200, 'text/plain;charset=UTF-8', 'hello'],
  [{ statusCode: 404 }, 404, 'text/plain;charset=UTF-8', ''],
  [{ hello: 'world' }, 200, 'application/json', '{"hello":"world"}'],
  ['hello', 200, 'application/json', 'hello'],
  [[1, 2], 200, 'application/json', '[1,2]'],
  [null, 200, 'application/json', 'null'],
  [{ statusCode: 'many' }, 500, 'application/json', '{"message":"Internal Server Error"}'],
  [{ statusCode: 200, body: { not: 'text' } }, 500, 'application/json', '{"message":"Internal Server Error"}'],
  [{ statusCode: 200, headers: { 'x-bad': 'a\nb' } }, 500, 'application/json', '{"message":"Internal Server Error"}'],
])('the result %j is answered with %d', async (result, status, type, body) => {
  const { url } = await start(() => result);
  const response = await fetch(url);
  expect({ status: response.status, type: response.headers.get('content-type'), body: await response.text() }).toEqual({
    status,
    type,
    body,
  });
});

test('a failed function is answered with 500, without the reason', async () => {
  const { url } = await start(() => {
    throw new FunctionError('RangeError', 'secret');
  });
  const response = await fetch(url);
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
});

test('a request that comes before there are functions is answered with 500, and the process goes on', async () => {
  const runtime = {
    invoke(): Promise<unknown> {
      throw new TypeError('There is no runtime yet.');
    },
  };
  const { url } = await start(() => undefined, { runtime });
  expect((await fetch(`${url}/orders/1`, { method: 'POST' })).status).toBe(500);
  expect((await fetch(`${url}/orders/1`, { method: 'POST' })).status).toBe(500);
});

test('a function that answers too late is answered with 503', async () => {
  const { url } = await start(() => new Promise(() => {}), { integrationTimeoutMilliseconds: 10 });
  const response = await fetch(url);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ message: 'Service Unavailable' });
});

test('a function may be given more time than the gateway gives it', async () => {
  const limits = { integrationTimeoutMilliseconds: 1, timeLimitFactor: 60_000 };
  const { url } = await start(() => new Promise((resolve) => setTimeout(() => resolve('late'), 50)), limits);
  expect(await (await fetch(url)).text()).toBe('late');
});

test('a body of 10 MB is accepted, and one byte more is not', async () => {
  const { url, calls } = await start(({ body = '' }) => ({ statusCode: 200, body: String(body.length) }));
  const post = (bytes: number) =>
    fetch(url, { method: 'POST', body: 'x'.repeat(bytes), headers: { 'content-type': 'text/plain' } });
  expect(await (await post(10 * 1024 * 1024)).text()).toBe(String(10 * 1024 * 1024));
  const refused = await post(10 * 1024 * 1024 + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toEqual({ message: 'Request Too Long' });
  expect(calls).toHaveLength(1);
});

test('HEAD gets the headers of the route it reaches, and no body', async () => {
  const { url, calls } = await start(() => ({ statusCode: 200, headers: { 'x-a': '1' }, body: 'unseen' }));
  const response = await fetch(`${url}/orders/1`, { method: 'HEAD' });
  expect(response.headers.get('x-a')).toBe('1');
  expect(await response.text()).toBe('');
  expect(calls[0]).toMatchObject({ functionArn: 'default', event: { requestContext: { http: { method: 'HEAD' } } } });
});

test('a path without a route is answered with 404, and one that cannot be decoded with 400', async () => {
  const { url, calls } = await start(() => null, { routes: [{ routeKey: 'GET /a', functionArn: 'a' }] });
  const missing = await fetch(`${url}/b`);
  expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);
  const broken = await fetch(`${url}/%zz`);
  expect([broken.status, await broken.json()]).toEqual([400, { message: 'Bad Request' }]);
  expect(calls).toEqual([]);
});

test('an extra route is served by this process, before any $default', async () => {
  const { url, calls } = await start(() => 'function', {
    extraRoutes: [{ routeKey: 'GET /media/{file+}', handle: (_, response) => response.end('here') }],
  });
  expect(await (await fetch(`${url}/media/a/b.png`)).text()).toBe('here');
  expect(await (await fetch(`${url}/other`)).text()).toBe('function');
  expect(calls).toHaveLength(1);
});

test('each answer has the gateway’s request id, also one to what is too long to be parsed', async () => {
  const { url, calls } = await start(() => ({ statusCode: 204 }), {
    refuse: ({ url }) => (url === '/no' ? { status: 403, headers: {}, body: '' } : undefined),
  });
  const long = 'a'.repeat(20_000);
  const answers = await Promise.all([
    fetch(`${url}/no`),
    fetch(`${url}/%`),
    fetch(`${url}/${long}`),
    fetch(`${url}/?${long}`),
    fetch(`${url}/orders/1`, { method: 'POST', headers: { 'x-long': long } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 400, 431, 431, 431]);
  for (const answer of answers) expect(answer.headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answers[2].headers.get('content-type')).toBe('application/json');
  expect(await answers[2].json()).toEqual({ message: 'Request Header Fields Too Large' });
  expect(calls).toEqual([]);
});

test('closing waits for the request under way, and not for an idle connection', async () => {
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<unknown>();
  const { url, api } = await start(() => {
    arrived.resolve();
    return answer.promise;
  });
  const { port, hostname } = new URL(url);
  const sent = request({ port, hostname, headers: { connection: 'keep-alive' } });
  sent.end();
  await arrived.promise;
  const closed = api.close();
  answer.resolve({ statusCode: 200, body: 'done' });
  const [response] = await once(sent, 'response');
  expect(await text(response)).toBe('done');
  expect(response.headers['connection']).toBe('close');
  await closed;
  await expect(fetch(url)).rejects.toThrow();
  open.splice(0);
});
