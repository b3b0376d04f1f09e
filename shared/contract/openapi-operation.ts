import type * as z from 'zod';

import { exampleOf } from './openapi-example.ts';
import { answersOf } from './openapi-responses.ts';
import { fieldsOf, type Components } from './openapi-schema.ts';
import type { Contract } from './route.ts';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The first answer is given again to the same request with the same key, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of an earlier answer: the answer is 304, without a body, while nothing changed.',
  schema: { type: 'string' },
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` with which it was read: if it was changed elsewhere since, nothing is changed now (412).',
  schema: { type: 'string' },
};

const SECURITY = { bearer: [{ bearer: [] }], provider: [{ signature: [] }], none: [] } as const;

/** Parameters whose name says it all are described here, once. */
const KNOWN_PARAMETERS: Readonly<Record<string, string>> = {
  id: 'The id of the resource',
  tenant_id: 'The id of the tenant',
  customer_id: 'The id of the customer',
  interaction_id: 'The id of the interaction',
  delivery_id: 'The id of the delivery',
};

/** The name of an operation in generated clients, from its handler's file: create-campaign.ts → createCampaign. */
export function operationName({ entry, method }: Pick<Contract, 'entry' | 'method'>): string {
  const file = entry.slice(entry.lastIndexOf('/') + 1, -'.ts'.length);
  const [verb = '', ...rest] = file.split('-');
  return [method === 'HEAD' ? 'probe' : verb, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join(
    '',
  );
}

/** An operation, without its name and its tags. */
export function operation(contract: Contract, components: Components): object {
  const { summary, description, scope, authentication, request, method } = contract;
  const { body, contentType = 'application/json' } = request;
  const isRepeatable = method === 'POST' && authentication === 'bearer';
  return {
    summary,
    description: description ?? describedScope(contract),
    security: SECURITY[authentication],
    ...(scope && { 'x-scope': scope }),
    parameters: [
      ...parametersOf('path', request.params, components),
      ...parametersOf('query', request.query, components),
      ...(isRepeatable ? [IDEMPOTENCY_KEY] : []),
      ...(contract.etag && method === 'GET' ? [IF_NONE_MATCH] : []),
      // What is made only now has no earlier version.
      ...(contract.etag && method !== 'GET' && request.params ? [IF_MATCH] : []),
    ],
    ...(body && {
      requestBody: { required: needsBody(contract), content: { [contentType]: contentOf(body, components) } },
    }),
    responses: answersOf(contract, components),
  };
}

function contentOf(body: z.ZodType, { describe, schemas }: Components): object {
  const schema = describe(body, 'input');
  return { schema, example: exampleOf(schema, schemas) };
}

/** No body at all is the empty JSON object, which some routes take. */
function needsBody({ method, request: { body, contentType = 'application/json' } }: Contract): boolean {
  return method === 'PATCH' || contentType !== 'application/json' || !body?.safeParse({}).success;
}

function describedScope({ scope, authentication }: Contract): string {
  if (authentication === 'provider') return 'For Twilio alone, which signs its requests.';
  if (authentication === 'none') return 'It takes no key.';
  return scope ? `It needs the scope \`${scope}\`.` : 'The function itself checks the scope.';
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined, { describe }: Components): object[] {
  return fieldsOf(schema, 'input', describe).map(({ name, required, schema: { description, ...rest } }) => ({
    name,
    in: place,
    required: place === 'path' || required,
    description: description ?? KNOWN_PARAMETERS[name],
    schema: rest,
  }));
}
