import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import * as z from 'zod';

import { statusOf } from '../../../shared/contract/error-status.ts';
import { UNKNOWN } from '../../../shared/contract/openapi-example.ts';
import { openApi } from '../../../shared/contract/openapi.ts';
import { components } from '../../../shared/contract/openapi-schema.ts';
import { STATUS } from '../../../shared/runtime/problem.ts';
import { ROUTES } from '../../../shared/routes.ts';

interface Answer {
  readonly $ref?: string;
  readonly description: string;
  readonly headers?: Record<string, object>;
  readonly content?: Record<string, Media>;
}
interface Media {
  readonly schema: Record<string, unknown>;
  readonly example?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly 'x-scope'?: string;
  readonly security?: object[];
  readonly parameters: {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, Media> };
  readonly responses: Record<string, Answer>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly components: {
    readonly schemas: Record<string, Record<string, unknown>>;
    readonly responses: Record<string, Answer>;
  };
}
const { paths, ...rest } = openApi(ROUTES) as Document;

/** An answer itself, where an operation only refers to it. */
function answer({ responses }: Operation, status: number): Answer {
  const found = responses[status]!;
  return found.$ref ? rest.components.responses[found.$ref.split('/').at(-1)!]! : found;
}

test('each route of the registry is one operation, and there are no others', () => {
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.toSorted()).toEqual(
    ROUTES.map(({ method, path }) => `${method} ${path.replace('+}', '}')}`).toSorted(),
  );
  expect(rest).toMatchObject({ openapi: '3.1.0', components: { securitySchemes: { bearer: { scheme: 'bearer' } } } });
});

test.each(ROUTES.map((route) => [route.id, route] as const))(
  '%s is described with what it needs and answers',
  (_, route) => {
    const operation = paths[route.path.replace('+}', '}')]![route.method.toLowerCase()]!;
    expect(operation['x-scope']).toBe(route.scope ?? undefined);
    const security = { bearer: [{ bearer: [] }], provider: [{ signature: [] }], none: [] };
    expect(operation.security).toEqual(security[route.authentication]);
    const named = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
    const inPath = operation.parameters.filter((one) => one.in === 'path');
    expect(inPath.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(operation.requestBody !== undefined).toBe(route.request.body !== undefined);
    expect(operation.responses).toHaveProperty([String(route.status ?? 200)]);
    for (const code of route.errors.filter(() => !route.errorType))
      expect(answer(operation, statusOf(code)).description).toContain(code);
    const repeatable = route.method === 'POST' && route.authentication === 'bearer';
    expect(operation.parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(repeatable);
  },
);

test('an answer’s own headers are described', () => {
  const { responses } = paths['/v1/customers/{id}']!['delete']!;
  expect(responses['200']).toMatchObject({ headers: { 'x-job-id': { schema: { type: 'string' } } } });
});

/** The names of the properties of a schema, however deep. */
function propertiesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(propertiesOf)];
}

test.each(ROUTES.filter(({ method, authentication }) => method === 'POST' && authentication === 'bearer'))(
  '$id keeps no answer about a person: it would outlive their erasure',
  ({ response, repeat = 'answer' }) => {
    const names = propertiesOf(z.toJSONSchema(response, { unrepresentable: 'any', io: 'output' }));
    const isAboutPerson = names.some((name) => ['customer_id', 'consent', 'response_message'].includes(name));
    expect(isAboutPerson && repeat === 'answer').toBe(false);
  },
);

test('bodies are described by the schemas that they are parsed with', () => {
  const campaign = paths['/v1/campaigns']!['post']!.requestBody!.content['application/json']!.schema;
  expect(campaign).toEqual({ $ref: '#/components/schemas/CampaignDraft' });
  expect(rest.components.schemas['CampaignDraft']).toMatchObject({
    required: ['name'],
    additionalProperties: false,
    properties: { name: { minLength: 1, maxLength: 200 }, scheduled_at: { format: 'date-time' } },
  });
  expect(paths['/v1/customers/import']!['post']!.requestBody!.content).toHaveProperty(['text/csv']);
});

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

test('each operation has a name that generated clients can use, and no other has it', () => {
  const names = operations.map(([, { operationId }]) => operationId);
  for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('createCampaign');
});

test('each tag is described and has operations', () => {
  const used = new Set(operations.flatMap(([, { tags }]) => tags));
  expect(rest.tags.map(({ name }) => name).toSorted()).toEqual([...used].toSorted());
  for (const { description } of rest.tags) expect(description).not.toBe('');
});

test('the resources are components, and answers refer to them', () => {
  const named = ['Campaign', 'CampaignDraft', 'Customer', 'Message', 'Interaction', 'Report', 'WebhookEndpoint'];
  for (const name of [...named, 'ApiKey', 'Sender', 'Tenant', 'Job', 'Problem'])
    expect(rest.components.schemas, name).toHaveProperty([name]);
  expect(answer(paths['/v1/campaigns']!['get']!, 200).content!['application/json']!.schema).toMatchObject({
    properties: { data: { items: { $ref: '#/components/schemas/Campaign' } } },
  });
});

test('nothing is referred to that is not there', () => {
  const text = JSON.stringify({ paths, ...rest });
  const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!));
  for (const path of references) expect({ paths, ...rest }).toHaveProperty(path.split('/'));
});

test('no schema has a form that only some tools can read', () => {
  const text = JSON.stringify({ paths, ...rest });
  expect(text).not.toContain('prefixItems');
  const typeLists = [...text.matchAll(/"type":\[("[a-z",]+")\]/g)].map(([, types]) => types!.split(','));
  expect(typeLists.length).toBeGreaterThan(0);
  expect(typeLists.filter((types) => types.length > 2 || !types.includes('"null"'))).toEqual([]);
  expect(rest.components.schemas['ButtonInsight']).toMatchObject({
    properties: { interval: { items: { type: 'number' }, minItems: 2, maxItems: 2 } },
  });
});

test('a body is required, unless a route takes none for an empty one', () => {
  const required = (path: string, method: string) => paths[path]![method]!.requestBody!.required;
  expect(required('/v1/campaigns/{id}/execute', 'post')).toBe(false);
  expect(required('/v1/campaigns', 'post')).toBe(true);
  expect(required('/v1/campaigns/{id}', 'patch')).toBe(true);
  expect(required('/v1/customers/import', 'post')).toBe(true);
});

test('two schemas of one name are refused', () => {
  const { describe } = components();
  const named = (schema: z.ZodType) => schema.meta({ id: 'SameNameInThisTest' });
  describe(named(z.string()), 'output');
  expect(() => describe(named(z.number()), 'output')).toThrow('Two different schemas are called SameNameInThisTest');
});

test.each(ROUTES.map((route) => [route.id, route] as const))(
  'the examples of %s are what its schemas say',
  (_, route) => {
    const operation = paths[route.path.replace('+}', '}')]![route.method.toLowerCase()]!;
    for (const { example } of Object.values(operation.requestBody?.content ?? {})) {
      const { error } = route.request.body!.safeParse(example);
      expect(error?.issues, JSON.stringify(example)).toBeUndefined();
    }
    for (const { example } of Object.values(answer(operation, route.status ?? 200).content ?? {})) {
      const { error } = route.response.safeParse(example);
      expect(error?.issues, JSON.stringify(example)).toBeUndefined();
      expect(JSON.stringify(example), 'give the schema of the text an example').not.toContain(`"${UNKNOWN}"`);
    }
  },
);

/** What their names say completely. */
const SELF_EXPLANATORY =
  /^(id|name|type|title|status|message|detail|code|at|count|created_at|updated_at|\w+_id|\w+_title|\w+_type|tags|buttons|quotas|hour|weekday|deleted|data|errors|campaigns|line|column|scopes|recipients|accepted|sent|delivered|read|failed|skipped|unknown|replied|opted_out|\w*clicks|unique_customers|\w*conversions|\w*rate|delivered|clicked|p\d\d_seconds|dimension|reason|position|media_type|metric|share|senders|api_keys|webhook_endpoints|kind|ended_at|started_at|delivered_at|clicked_at|converted_at|phone_number|source|consent|media_url|metrics|top|by_weekday_hour|best_hours|dimensions|recommendations|not_yet_clear|customer|url|attributes|[A-Z]\w+)$/;

/** The fields of schemas, however deep, that neither describe themselves nor refer to what does. */
function undescribed(schema: unknown, where: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, ...others } = schema as { properties?: Record<string, Record<string, unknown>> };
  const here = Object.entries(properties)
    .filter(([name, field]) => !SELF_EXPLANATORY.test(name) && !field['description'] && !field['$ref'])
    .map(([name]) => `${where}.${name}`);
  const deeper = [...Object.entries(properties), ...Object.entries(others).filter(([name]) => name !== 'examples')];
  return [...here, ...deeper.flatMap(([name, inner]) => undescribed(inner, `${where}.${name}`))];
}

test('each field and parameter whose name does not say all is described', () => {
  const provider = operations.filter(([path]) => path.includes('/webhooks/twilio/'));
  const own = operations.filter((operation) => !provider.includes(operation));
  const parameters = own.flatMap(([path, { parameters }]) =>
    parameters.filter(({ description }) => !description).map(({ name }) => `${path} ${name}`),
  );
  const bodies = own.flatMap(([path, { requestBody, responses }]) => [
    ...undescribed(requestBody?.content, path),
    ...undescribed(responses, path),
  ]);
  expect([...undescribed(rest.components.schemas, ''), ...bodies, ...parameters]).toEqual([]);
  expect(own.filter(([, { summary, description }]) => !summary || !description)).toEqual([]);
});

/** Every TypeScript file of a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

test('each error code that the source throws has the status that the document says', () => {
  const root = join(import.meta.dirname, '../../..');
  const source = ['shared', 'functions'].flatMap((folder) => filesIn(join(root, folder)));
  const thrown = source.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [
      ...[...text.matchAll(/new HeraldError\(\s*'(\w+)',\s*'([\w.]+)'/g)].map(([, kind, code]) => [kind!, code!]),
      ...[...text.matchAll(/\bconflict\(\s*'([\w.]+)'/g)].map(([, code]) => ['conflict', code!]),
    ];
  });
  expect(thrown.length).toBeGreaterThan(20);
  for (const [kind, code] of thrown) expect(statusOf(code!), code).toBe(STATUS[kind as keyof typeof STATUS]);
});
