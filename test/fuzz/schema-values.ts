import fc from 'fast-check';
import * as z from 'zod';

/** The parts of JSON Schema that the contract's schemas become. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Ids that exist, by their prefix. */
export type KnownIds = Readonly<Record<string, string>>;

const TIMES = ['2026-11-01T09:00:00Z', '2030-01-31T09:00:00.123+02:00', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
const TEXTS = [
  'https://shop.example.com/größe?q=日本',
  'Hi {{name | default: "you"}}',
  'de',
  'Europe/Berlin',
  '+4915112345678',
];

/** What a schema takes, as JSON Schema without references: schemas with names are put in their places. */
export function inputSchemaOf(schema: z.ZodType): JsonSchema {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const inlined = (part: unknown): unknown =>
    JSON.parse(JSON.stringify(part), (_, value: { $ref?: string } | null) =>
      value?.$ref ? inlined($defs[value.$ref.slice('#/$defs/'.length)]) : value,
    );
  return inlined(root) as JsonSchema;
}

/** Values that a schema takes, as far as the schema tells; some rules stand in code alone. */
export function valuesOf(schema: JsonSchema, known: KnownIds): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => valuesOf(one, known);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map(inner));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'object') return objectsOf(schema, known);
  if (schema.type === 'array') {
    const minLength = schema.minItems ?? 0;
    const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? 4, 4));
    return fc.array(inner(schema.items ?? {}), { minLength, maxLength });
  }
  if (schema.type === 'string') return textsOf(schema, known);
  if (schema.type === 'integer') return fc.integer({ min: bound(schema.minimum, 0), max: bound(schema.maximum, 1000) });
  if (schema.type === 'number')
    return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'null') return fc.constant(null);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectsOf({ properties = {}, required, additionalProperties, propertyNames }: JsonSchema, known: KnownIds) {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, known)]),
  );
  if (typeof additionalProperties !== 'object' || Object.keys(fields).length > 0) {
    return fc.record(fields, { requiredKeys: [...(required ?? [])] });
  }
  return fc.dictionary(textsOf(propertyNames ?? {}, known), valuesOf(additionalProperties, known), { maxKeys: 4 });
}

function textsOf(
  { pattern, format, minLength = 0, maxLength = 40 }: JsonSchema,
  known: KnownIds,
): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constantFrom(...TIMES);
  const prefix = /^\^(\w+)_\[0-7\]/.exec(pattern ?? '')?.[1];
  if (prefix) return fc.constantFrom(known[prefix] ?? '', `${prefix}_${'0'.repeat(26)}`);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const most = Math.min(maxLength, Math.max(minLength, 40));
  return fc.oneof(fc.string({ unit: 'grapheme', minLength, maxLength: most }), fc.constantFrom(...TEXTS));
}

/** Zod writes the limits of safe integers for those that have none. */
function bound(given: number | undefined, otherwise: number): number {
  return given === undefined || Math.abs(given) === Number.MAX_SAFE_INTEGER ? otherwise : given;
}
