import { expect, test } from 'vitest';
import * as z from 'zod';

import { openApi } from '../../../shared/contract/openapi.ts';
import { ROUTES } from '../../../shared/routes.ts';

interface Operation {
  readonly operationId: string;
  readonly 'x-scope'?: string;
  readonly security?: object[];
  readonly parameters: { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Record<string, unknown> }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: object }>;
}
const { paths, ...rest } = openApi(ROUTES) as { paths: Record<string, Record<string, Operation>> };

test('each route of the registry is one operation, and there are no others', () => {
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
  );
  expect(documented.toSorted()).toEqual(
    ROUTES.map(({ method, path, id }) => `${method} ${path.replace('+}', '}')} ${id}`).toSorted(),
  );
  expect(rest).toMatchObject({ openapi: '3.1.0', components: { securitySchemes: { bearer: { scheme: 'bearer' } } } });
});

test.each(ROUTES.map((route) => [route.id, route] as const))(
  '%s is described with what it needs and answers',
  (_, route) => {
    const operation = paths[route.path.replace('+}', '}')]![route.method.toLowerCase()]!;
    expect(operation['x-scope']).toBe(route.scope ?? undefined);
    expect(operation.security).toEqual(route.authentication === 'bearer' ? [{ bearer: [] }] : undefined);
    const named = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
    const inPath = operation.parameters.filter((one) => one.in === 'path');
    expect(inPath.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(operation.requestBody !== undefined).toBe(route.request.body !== undefined);
    expect(Object.keys(operation.responses)).toEqual([String(route.status ?? 200), 'default']);
    for (const code of route.errors) expect(operation.responses['default']?.description).toContain(code);
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
  expect(campaign).toMatchObject({
    required: ['name', 'message_content'],
    additionalProperties: false,
    properties: { name: { minLength: 1, maxLength: 200 }, scheduled_at: { format: 'date-time' } },
  });
  expect(paths['/v1/customers/import']!['post']!.requestBody!.content).toHaveProperty(['text/csv']);
});
