import fc from 'fast-check';
import * as z from 'zod';

import type { Contract } from '../../shared/contract/route.ts';
import { ROUTES } from '../../shared/routes.ts';
import { jsonOf, poison, poisoned } from './poison.ts';
import { inputSchemaOf, valuesOf, type KnownIds } from './schema-values.ts';

/** What a route's paths and bodies may name, so that a request comes further than to a 404. */
export interface World {
  readonly known: KnownIds;
  readonly tenant_id: string;
  readonly link: string;
  /** What a button-click names. */
  readonly button_id: string;
}

export interface FuzzRequest {
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly type: string;
  readonly body: string | undefined;
  readonly signed: boolean;
}

/** The prefix of the ids in a path, by the part before them. */
const PREFIXES: Readonly<Record<string, string>> = {
  customers: 'cus',
  campaigns: 'cmp',
  senders: 'snd',
  'api-keys': 'key',
  'webhook-endpoints': 'whe',
  interactions: 'int',
  media: 'med',
  deliveries: 'dlv',
};
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), poison.map(String));

/** Requests of every route: valid as far as the schemas tell, with one spot poisoned, or wild. */
export function requests(world: World): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(...ROUTES.map((route) => requestsOf(route, world)));
}

function requestsOf(route: Contract, world: World): fc.Arbitrary<FuzzRequest> {
  return fc.record({
    route: fc.constant(route.id),
    method: fc.constant(route.method),
    path: paths(route, world),
    query: queries(route, world),
    type: fc.oneof(
      { weight: 19, arbitrary: fc.constant(route.request.contentType ?? 'application/json') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data', 'x'),
      },
    ),
    body: ['GET', 'HEAD'].includes(route.method) ? fc.constant(undefined) : bodies(route, world),
    signed: fc.constant(route.authentication === 'provider'),
  });
}

function paths({ path }: Contract, { known, tenant_id, link }: World): fc.Arbitrary<string> {
  if (path.startsWith('/r/')) {
    const behind = text.map((added) => link + encode(added));
    return fc.oneof(
      fc.constant(link),
      behind,
      text.map((token) => `/r/${encode(token) || '-'}`),
    );
  }
  const parts = path.split('/').map((part, index, all) => {
    if (!part.startsWith('{')) return fc.constant(part);
    const id = part === '{tenant_id}' ? tenant_id : (known[PREFIXES[all[index - 1] ?? ''] ?? ''] ?? 'x');
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant(id) },
      { weight: 1, arbitrary: text.map((other) => encode(other).slice(0, 3_000) || 'x') },
    );
  });
  return fc.tuple(...parts).map((given) => given.join('/').replace(/%[^%]?$/, ''));
}

function queries({ request }: Contract, { known }: World): fc.Arbitrary<string> {
  const schema = request.query && inputSchemaOf(request.query);
  const valid = (schema ? valuesOf(schema, known) : fc.constant({})).map((value) =>
    Object.entries(value as object).map(([name, given]) => [name, String(given)] as const),
  );
  const names = Object.keys(schema?.properties ?? { m: 1 });
  const wild = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), text), text), { maxLength: 3 });
  const pairs = fc.oneof({ weight: 6, arbitrary: valid }, { weight: 3, arbitrary: wild });
  const written = pairs.map((given) => given.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'));
  // Longer ones meet the limits of servers before a function sees them.
  return written.map((query) => query.slice(0, 6_000));
}

function bodies({ request }: Contract, world: World): fc.Arbitrary<string | undefined> {
  if (request.contentType === 'text/csv') return csv;
  const schema = inputSchemaOf(request.body ?? z.strictObject({}));
  const valid = valuesOf(schema, world.known).map((body) => pointAt(body, world));
  const spoilt = fc.tuple(valid, fc.nat(10_000), poison).map(([body, place, bad]) => poisoned(body, place, bad));
  const values = fc.oneof(
    { weight: 3, arbitrary: valid },
    { weight: 6, arbitrary: spoilt },
    { weight: 1, arbitrary: fc.oneof(poison, fc.jsonValue()) },
  );
  if (request.contentType) return values.map(formOf);
  return fc.oneof(
    { weight: 19, arbitrary: values.map(jsonOf) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(undefined, '', '{', '[1,]', '\ufeff{}', '{"a":1,"a":2}', 'null', '[['.repeat(9_000)),
    },
  );
}

const csv = fc
  .tuple(
    fc.constantFrom(
      'phone_number,name,tags,consent',
      'phone_number',
      'name',
      '',
      'phone_number;name',
      '"',
      '\ufeffphone_number',
    ),
    fc.array(
      fc.array(
        text.map((cell) => cell.slice(0, 300)),
        { maxLength: 5 },
      ),
      { maxLength: 4 },
    ),
  )
  .map(([header, rows]) => [header, ...rows.map((row) => row.join())].join('\n'));

/** A click on a button that the campaign has. */
function pointAt(body: unknown, { button_id }: World): unknown {
  return typeof body === 'object' && body !== null && 'button_id' in body ? { ...body, button_id } : body;
}

function formOf(value: unknown): string {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [['Body', value] as const];
  return fields
    .map(([name, given]) => `${encode(name)}=${encode(String(given))}`)
    .slice(0, 50)
    .join('&');
}

function encode(given: string): string {
  return encodeURIComponent(given.toWellFormed());
}
