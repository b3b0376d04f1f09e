import * as z from 'zod';

import type { Contract } from './route.ts';

const SHARED_CODES = [
  'request.invalid',
  'authentication.required',
  'scope.missing',
  'idempotency.mismatch',
  'idempotency.in_progress',
  'idempotency.unknown_outcome',
  'service.throttled',
  'service.contended',
];

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `errors` lists every fault of a request at once.',
  required: ['type', 'title', 'status', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** The HTTP API as OpenAPI 3.1, from the schemas that the handlers parse with. */
export function openApi(routes: readonly Contract[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes)
    (paths[route.path.replace('+}', '}')] ??= {})[route.method.toLowerCase()] = operation(route);
  return {
    openapi: '3.1.0',
    info: { title: 'Herald', version: '1', description: 'WhatsApp campaigns: sent once, counted exactly.' },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key (hk_…) or an OIDC access token.' },
      },
    },
  };
}

function operation({
  id,
  summary,
  scope,
  authentication,
  request,
  response,
  headers,
  status = 200,
  produces,
  errorType,
  errors,
  method,
}: Contract): object {
  const { body, contentType = 'application/json' } = request;
  const parameters = [
    ...parametersOf('path', request.params),
    ...parametersOf('query', request.query),
    ...(method === 'POST' && authentication === 'bearer'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }]
      : []),
  ];
  return {
    operationId: id,
    summary,
    ...(authentication === 'bearer' && { security: [{ bearer: [] }] }),
    ...(scope && { 'x-scope': scope }),
    parameters,
    ...(body && { requestBody: { required: true, content: { [contentType]: { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [status]: {
        description: 'Done',
        ...(headers && { headers: headersOf(headers) }),
        ...(status < 204 && {
          content: { [produces ?? 'application/json']: { schema: schemaOf(response, 'output') } },
        }),
      },
      default: {
        description: `A problem. Codes: ${[...errors, ...(authentication === 'bearer' ? SHARED_CODES : [])].join(', ')}`,
        content: errorType
          ? { [errorType]: { schema: { type: 'string' } } }
          : { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): object[] {
  const { properties = {}, required = [] } = schema ? schemaOf(schema, 'input') : {};
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function headersOf(schema: z.ZodObject): object {
  const { properties = {} } = schemaOf(schema, 'output');
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { schema: property }]));
}

/** Rules that JSON Schema cannot express (over several fields) are left to the error messages. */
function schemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
): { properties?: Record<string, object>; required?: string[] } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    // A named format replaces its pattern of 300 characters. A number in a query is a text only to whoever parses it.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format || jsonSchema.type === 'integer') delete jsonSchema.pattern;
      if (jsonSchema.type === 'integer' && typeof jsonSchema.default === 'string')
        jsonSchema.default = Number(jsonSchema.default);
    },
  });
  return rest as { properties?: Record<string, object>; required?: string[] };
}
