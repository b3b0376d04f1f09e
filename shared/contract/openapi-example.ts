import type { JsonSchema } from './openapi-schema.ts';

const REFERENCE = '#/components/schemas/';
/** Stands for a text whose schema has no example. */
export const UNKNOWN = '…';
const MOMENT = '2026-11-27T09:00:00.000Z';

/**
 * One value of a schema: its own first example or, for an object or a list, one made of its parts' examples. What is optional
 * in a request is left out, unless it has an example.
 * @param schemas the components that it may refer to
 */
export function exampleOf(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): unknown {
  const { $ref, const: constant, enum: values, type, items, anyOf, oneOf } = schema;
  // As deep as the schemas are nested, which do not name themselves.
  // eslint-disable-next-line herald/no-recursion -- see above
  const inner = (part: unknown) => exampleOf(part as JsonSchema, schemas);
  if (schema.examples) return schema.examples[0];
  if (typeof $ref === 'string') return inner(schemas[$ref.slice(REFERENCE.length)] ?? {});
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  if ('default' in schema) return schema['default'];
  const [choice] = (anyOf ?? oneOf ?? []) as unknown[];
  if (choice !== undefined) return inner(choice);
  if (type === 'object') return objectExample(schema, inner);
  if (type === 'array') return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () => inner(items));
  return scalarExample(schema);
}

function objectExample({ properties = {}, required = [] }: JsonSchema, inner: (part: unknown) => unknown): object {
  const shown = Object.entries(properties).filter(([name, { examples }]) => required.includes(name) || examples);
  return Object.fromEntries(shown.map(([name, property]) => [name, inner(property)]));
}

function scalarExample({ type: types, format, minimum }: JsonSchema): unknown {
  const [type] = [types].flat();
  if (format === 'date-time') return MOMENT;
  if (type === 'integer' || type === 'number') return Math.max(0, Number(minimum ?? 0));
  if (type === 'boolean') return true;
  return type === 'null' ? null : UNKNOWN;
}
