import type { JsonSchema } from '../../shared/contract/openapi-schema.ts';

const REFERENCE = '#/components/schemas/';

/**
 * A schema of the OpenAPI document as a TypeScript type.
 * @throws Error for a form that the contracts do not make, rather than a type that is only nearly right
 */
export function typeText(schema: JsonSchema): string {
  const { $ref, const: constant, enum: values, type, anyOf, oneOf, allOf } = schema;
  if (typeof $ref === 'string') return referenceText($ref);
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(values)) return union(values.map((value) => JSON.stringify(value)));
  const choices = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (choices) return union(choices.map(typeText));
  if (allOf ?? schema['prefixItems'] ?? schema['patternProperties'])
    throw new Error(`admin/client-types does not know this form of schema yet: ${Object.keys(schema).join(', ')}.`);
  return type === undefined ? 'unknown' : union([type].flat().map((name) => namedTypeText(String(name), schema)));
}

function referenceText(reference: string): string {
  if (!reference.startsWith(REFERENCE)) throw new Error(`${reference} is no schema among the components.`);
  return `components['schemas']['${reference.slice(REFERENCE.length)}']`;
}

function namedTypeText(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'integer':
      return 'number';
    case 'array':
      // One of a fixed length, too: openapi-fetch makes lists of tuples.
      return `(${typeText((schema['items'] ?? {}) as JsonSchema)})[]`;
    case 'object':
      return objectText(schema);
    default:
      return type;
  }
}

/** An object's fields; without any, a map of what it may hold. */
function objectText({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${docText(schema)}${JSON.stringify(name)}${mark}: ${typeText(schema)};`;
  });
  if (fields.length > 0) return `{\n${fields.join('\n')}\n}`;
  if (additionalProperties === false) return 'Record<string, never>';
  const value = typeof additionalProperties === 'object' ? typeText(additionalProperties as JsonSchema) : 'unknown';
  return `{ [key: string]: ${value} }`;
}

function union(members: readonly string[]): string {
  const distinct = [...new Set(members)];
  return distinct.length === 1 ? distinct.join('') : `(${distinct.join(' | ')})`;
}

/** What an editor shows beside a name. */
export function docText(described: object): string {
  const { description } = described as { readonly description?: unknown };
  return typeof description === 'string' ? `/** ${description.replaceAll('*/', '*\\/')} */\n` : '';
}
