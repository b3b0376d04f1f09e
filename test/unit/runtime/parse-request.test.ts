import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import { createCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { listQuery } from '../../../shared/contract/list.ts';
import { parseRequest, rawBody } from '../../../shared/runtime/parse-request.ts';
import { route, type Contract } from '../../../shared/contract/route.ts';
import { HeraldError, type Fault } from '../../../shared/platform/errors.ts';
import { START } from '../fixtures.ts';
import { eventOf, json } from './event.ts';

const contract = (request: Contract['request']) =>
  route({
    id: 'thing.do',
    method: 'POST',
    path: '/v1/things/{id}',
    entry: 'functions/api/thing/do-thing.ts',
    scope: 'campaigns:send',
    summary: 'Do',
    request,
    response: z.null(),
    errors: [],
    grants: [],
  });
const things = contract({
  params: z.object({ id: z.string().max(5) }),
  query: z.strictObject({ limit: z.coerce.number().max(10).default(3) }),
  body: z.strictObject({
    name: z.string().min(1),
    late: z.number().optional(),
    list: z.array(z.strictObject({ n: z.number() })).optional(),
    either: z.union([z.string(), z.strictObject({ a: z.number() })], 'must be a text or an a').optional(),
  }),
  faults: (body, now) =>
    (body as { late?: number } | null)?.late === now ? [{ path: 'late', code: 'late', message: 'Too late.' }] : [],
});

function fault(of: Contract, given: Parameters<typeof eventOf>[0]): HeraldError {
  try {
    parseRequest(eventOf(given), of, START);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
const faults = (of: Contract, given: Parameters<typeof eventOf>[0]) =>
  fault(of, given).faults.map(({ path, code }: Fault) => `${path} ${code}`);

test('a request is read by its schemas, defaults filled in', () => {
  const event = eventOf({ ...json({ name: 'N' }), pathParameters: { id: 'x' } });
  expect(parseRequest(event, things, START)).toEqual({ params: { id: 'x' }, query: { limit: 3 }, body: { name: 'N' } });
});

test('a route without parameters refuses any', () => {
  const nothing = contract({});
  expect(parseRequest(eventOf(), nothing, START)).toEqual({ params: {}, query: {}, body: {} });
  expect(parseRequest(eventOf(json('{}')), nothing, START)).toMatchObject({ body: {} });
  expect(faults(nothing, json({ a: 1 }))).toEqual(['a unknown_field']);
  expect(faults(nothing, { queryStringParameters: { a: '1' } })).toEqual(['a unknown_field']);
  expect(faults(nothing, json('[]'))).toEqual([' invalid_type']);
});

describe('a PATCH', () => {
  const patch = { ...contract({ body: z.strictObject({ name: z.string().optional() }) }), method: 'PATCH' as const };

  test.each([json('{}'), {}])('without a field to change is refused (%j)', (given) => {
    expect(fault(patch, given).faults).toEqual([
      { path: '', code: 'required', message: expect.stringContaining('field') },
    ]);
  });

  test('with a field, or with faults of its own, is not told to give one', () => {
    expect(parseRequest(eventOf(json({ name: 'N' })), patch, START).body).toEqual({ name: 'N' });
    expect(faults(patch, json({ other: 1 }))).toEqual(['other unknown_field']);
    expect(faults(patch, json('[1]'))).toEqual([' invalid_type']);
  });
});

describe('a whole number in a query', () => {
  const list = contract({ query: listQuery });
  const asked = (limit: string) => ({ queryStringParameters: { limit } });

  test.each([
    ['1', 1],
    ['100', 100],
    ['025', 25],
  ])('may be %j', (limit, expected) => {
    expect(parseRequest(eventOf(asked(limit)), list, START).query).toEqual({ limit: expected });
  });

  test.each(['1e1', '0x10', '0b1', ' 10', '10 ', '+5', '-1', '1.0', '٣', '1,2', '', 'Infinity', '9'.repeat(400)])(
    'may not be %j',
    (limit) => expect(faults(list, asked(limit))).toEqual(['limit invalid_format']),
  );
});

test('a parameter that is given twice is refused, in a query and in a form', () => {
  const form = contract({
    body: z.unknown(),
    query: z.object({ m: z.string() }),
    contentType: 'application/x-www-form-urlencoded',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const given = { headers, queryStringParameters: { m: '1' }, rawQueryString: 'm=1' };
  expect(faults(form, { ...given, body: 'a=1&b=2&a=1&%61=3' })).toEqual(['a duplicate']);
  expect(faults(form, { ...given, body: 'a=1', rawQueryString: 'm=1&x=2&m=1' })).toEqual(['m duplicate']);
  expect(parseRequest(eventOf({ ...given, body: 'a=1&b=1' }), form, START).body).toEqual({ a: '1', b: '1' });
});

describe('every fault at once', () => {
  test('of params, query, body and time', () => {
    const given = {
      ...json({ name: '', late: START, more: 1, list: [{ n: 'x' }, { n: 1, m: 2 }] }),
      pathParameters: { id: 'too long' },
      queryStringParameters: { limit: '11', page: '2' },
    };
    expect(faults(things, given)).toEqual([
      'id too_big',
      'limit too_big',
      'page unknown_field',
      'name too_small',
      'list.0.n invalid_type',
      'list.1.m unknown_field',
      'more unknown_field',
      'late late',
    ]);
  });

  test('of a campaign, by the codes of the contract', () => {
    const body = {
      name: '',
      message_content: 'Hi {{surname}}',
      media_type: 'image',
      buttons: [{ id: 'a', title: 'A', type: 'url' }],
      target_criteria: { tags: ['vip'] },
      scheduled_at: '2020-01-01T00:00:00Z',
    };
    expect(faults(createCampaign, json(body)).toSorted()).toEqual([
      'buttons.0.url required',
      'media_url required',
      'message_content placeholder',
      'name too_small',
      'scheduled_at past',
      'target_criteria.tags unknown_field',
    ]);
  });

  test.each([
    [{ b: 1 }, ['either.a invalid_type', 'either.b unknown_field']],
    [{ a: 'x' }, ['either.a invalid_type']],
    [5, ['either invalid_union']],
  ])('of a union, %j, are those of the closest form: %j', (either, expected) => {
    expect(faults(things, { ...json({ name: 'N', either }), pathParameters: { id: 'x' } }).toSorted()).toEqual(
      expected,
    );
  });

  test('of a union that no form comes close to are those of the schema', () => {
    const { faults } = fault(things, { ...json({ name: 'N', either: 5 }), pathParameters: { id: 'x' } });
    expect(faults[0]?.message).toBe('must be a text or an a');
  });
});

test('text that cannot be stored is refused in path and query too, but not in what a provider says', () => {
  const given = {
    ...json({ name: 'N' }),
    pathParameters: { id: 'a\u0000' },
    queryStringParameters: { limit: '\u202e' },
  };
  expect(faults(things, given)).toEqual(['id text', 'limit text']);
  const said = { ...things, authentication: 'provider' as const };
  expect(parseRequest(eventOf({ ...given, queryStringParameters: {} }), said, START).params).toEqual({ id: 'a\u0000' });
});

describe('the body', () => {
  const body = (given: Parameters<typeof eventOf>[0], of = contract({ body: z.unknown() })) =>
    parseRequest(eventOf(given), of, START).body;

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    ' application/json ;charset=utf-8',
  ])('is JSON by %j', (type) => {
    expect(body({ body: '{"a":1}', headers: { 'content-type': type } })).toEqual({ a: 1 });
  });

  test.each([undefined, '', 'text/plain', 'application/json5', 'text/json', 'application/x-www-form-urlencoded'])(
    'is not taken as %j',
    (type) => {
      const given = { body: '{"a":1}', headers: type === undefined ? {} : { 'content-type': type } };
      expect(fault(contract({ body: z.unknown() }), given)).toMatchObject({
        kind: 'unsupported',
        code: 'request.content_type',
      });
    },
  );

  test.each(['{', 'a', '{"a":1}}', "{'a':1}", '\ufeff{}', ' '])('%j is no JSON', (text) => {
    expect(fault(contract({ body: z.unknown() }), json(text))).toMatchObject({
      kind: 'invalid',
      faults: [{ path: '', code: 'malformed_json' }],
    });
  });

  test.each([
    ['{"a":{"__proto__":{"b":1}}}', ['a.__proto__ reserved']],
    ['{"constructor":1,"b":[{"prototype":2}]}', ['constructor reserved', 'b.0.prototype reserved']],
    ['{"a":"\\ud800","\\udfff":1}', ['a text', '\udfff text']],
    [`{"a":${'['.repeat(20)}${']'.repeat(20)}}`, [`a${'.0'.repeat(15)} too_deep`]],
    [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [`a${'.0'.repeat(15)} too_deep`]],
  ])('that no store can keep as it is is refused: %.40s', (text, expected) => {
    expect(faults(contract({ body: z.unknown() }), json(text))).toEqual(expected);
  });

  test('may hold any other text', () => {
    expect(body(json({ a: '👋\t\u200f', __proto: 1, b: { toString: 2 } }))).toEqual({
      a: '👋\t\u200f',
      __proto: 1,
      b: { toString: 2 },
    });
  });

  test('is not shown to the schemas when it cannot be stored', () => {
    const never = contract({ body: z.unknown().refine(() => expect.unreachable()) });
    expect(faults(never, json('{"a":1e999}'))).toEqual(['a number']);
    expect(faults(never, json(`[${'0,'.repeat(400_000)}0]`))).toEqual([' too_many']);
  });

  test('in base64 is decoded', () => {
    const text = Buffer.from('{"a":"ü"}').toString('base64');
    expect(body({ ...json(text), isBase64Encoded: true })).toEqual({ a: 'ü' });
  });

  test.each([
    ['base64', { body: Buffer.from([0x22, 0xfc, 0x22]).toString('base64'), isBase64Encoded: true }],
    [
      'base64, cut in the middle of a letter',
      { body: Buffer.from('"ü"').subarray(0, 2).toString('base64'), isBase64Encoded: true },
    ],
    ['the gateway’s text', { body: Buffer.from([0x22, 0xfc, 0x22]).toString() }],
  ])('that is not UTF-8 is refused, as %s', (_, given) => {
    for (const type of ['application/json', 'text/csv', 'application/x-www-form-urlencoded'] as const) {
      const of = contract({ body: z.unknown(), contentType: type });
      const refused = fault(of, { ...given, headers: { 'content-type': type } });
      expect(refused).toMatchObject({ kind: 'invalid', faults: [{ path: '', code: 'utf8' }] });
    }
  });

  test('of a form keeps blank values', () => {
    const form = contract({ body: z.unknown(), contentType: 'application/x-www-form-urlencoded' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(body({ body: 'a=1&b=&c=%C3%BC+x', headers }, form)).toEqual({ a: '1', b: '', c: 'ü x' });
  });

  test('of CSV stays as it is, also when it is empty', () => {
    const csv = contract({ body: z.string(), contentType: 'text/csv' });
    expect(body({ body: 'a;b\n', headers: { 'content-type': 'text/csv' } }, csv)).toBe('a;b\n');
    expect(body({ body: '', headers: { 'content-type': 'text/csv' } }, csv)).toBe('');
    expect(fault(csv, { body: '' })).toMatchObject({ kind: 'unsupported' });
  });

  test.each([
    [undefined, 1_000_000],
    [5_000_000, 5_000_000],
  ])('may have as many bytes as the contract says (%s): %i', (maximumBytes, most) => {
    const of = contract({ body: z.unknown(), ...(maximumBytes && { maximumBytes }) });
    const sized = (bytes: number) => json(`"${'é'.repeat((bytes - 2) / 2)}"`);
    expect(body(sized(most), of)).toHaveLength((most - 2) / 2);
    expect(fault(of, sized(most + 2))).toMatchObject({ kind: 'too_large', code: 'request.too_large' });
  });

  test('is measured after decoding, before anything else is checked', () => {
    const text = Buffer.alloc(1_000_001, 'a').toString('base64');
    expect(fault(things, { body: text, isBase64Encoded: true })).toMatchObject({ kind: 'too_large' });
    expect(
      rawBody(eventOf({ body: Buffer.alloc(1_000_000, 'a').toString('base64'), isBase64Encoded: true })),
    ).toHaveLength(1_000_000);
  });
});
