import * as z from 'zod';

export type JsonSchema = Record<string, unknown> & {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  examples?: unknown[];
};

/** Which side of a schema is described: what callers give, or what they get. */
export type Side = 'input' | 'output';

/** A schema as JSON Schema: those with a name (`.meta({ id })`) as a reference to a component. */
export type Describe = (schema: z.ZodType, side: Side) => JsonSchema;

/** The named schemas of a document. `describe` adds to `schemas` those that it refers to. */
export interface Components {
  readonly schemas: Record<string, JsonSchema>;
  readonly describe: Describe;
}

/**
 * Collects the named schemas of a document, each once.
 * @returns `describe` throws an Error for two different schemas of one name
 */
export function components(): Components {
  const schemas: Record<string, JsonSchema> = {};
  const describe: Describe = (schema, side) => {
    // Within another schema, one with a name becomes a reference.
    const { properties, $defs = {} } = toJsonSchema(z.object({ root: schema }), side);
    for (const [name, defined] of Object.entries($defs as Record<string, JsonSchema>)) {
      const known = (schemas[name] ??= defined);
      if (JSON.stringify(known) !== JSON.stringify(defined))
        throw new Error(`Two different schemas are called ${name}, or one is another in requests than in answers.`);
    }
    return properties?.['root'] ?? {};
  };
  return { schemas, describe };
}

/** Rules that JSON Schema cannot express (over several fields) are left to the error messages. */
function toJsonSchema(schema: z.ZodType, io: Side): JsonSchema {
  const described = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema, zodSchema }) => {
      // Left out of what is parsed into something else, since they may be of that; ours are what callers send.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      // A named format replaces its pattern of 300 characters.
      if (jsonSchema.format || jsonSchema.type === 'integer') delete jsonSchema.pattern;
      // A number in a query is a text only to whoever parses it.
      if (jsonSchema.type === 'integer' && typeof jsonSchema.default === 'string')
        jsonSchema.default = Number(jsonSchema.default);
      const [first, ...others] = jsonSchema.prefixItems ?? [];
      // Few tools read prefixItems, and a pair of equals needs none.
      if (first !== undefined && others.every((item) => JSON.stringify(item) === JSON.stringify(first))) {
        jsonSchema.items = first;
        delete jsonSchema.prefixItems;
      }
    },
  });
  const text = JSON.stringify(described).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text, (_name, value: unknown) => withoutTypeList(value)) as JsonSchema;
}

/** Several types in one schema are new in OpenAPI 3.1: of these, many generators read only "or null". */
function withoutTypeList(value: unknown): unknown {
  const { type, ...rest } = Object(value) as { type?: unknown };
  if (!Array.isArray(type) || type.includes('null')) return value;
  return { ...rest, anyOf: type.map((name: unknown) => ({ type: name })) };
}

/** The fields of an object's schema, each with its own. */
export function fieldsOf(schema: z.ZodObject | undefined, side: Side, describe: Describe) {
  const { properties = {}, required = [] } = schema ? describe(schema, side) : {};
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: property,
  }));
}
