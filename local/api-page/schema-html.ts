import type { JsonSchema } from '../../shared/contract/openapi-schema.ts';
import { escaped, prose, table } from './html.ts';

const REFERENCE = '#/components/schemas/';
const LIMITS = ['format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'default'];

/** The anchor of a named schema. */
export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** What a schema permits, in a few words; a named one is a link. */
export function typeHtml(schema: JsonSchema): string {
  const { $ref, const: constant, enum: values, type, anyOf, oneOf, items } = schema;
  if (typeof $ref === 'string') {
    const name = escaped($ref.slice(REFERENCE.length));
    return `<a href="#${schemaAnchor(name)}">${name}</a>`;
  }
  if (constant !== undefined) return literal(constant);
  if (Array.isArray(values)) return values.map(literal).join(' | ');
  const choices = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (choices) return [...new Set(choices.map(typeHtml))].join(' or ');
  if (type === 'array') return `list of ${typeHtml((items ?? {}) as JsonSchema)}`;
  return escaped([type ?? 'anything'].flat().join(' or '));
}

/** The fields of an object, those of objects and lists within it by their dotted names. */
export function fieldsHtml(schema: JsonSchema): string {
  return table(['field', 'type', ''], fieldRows(schema, ''));
}

function fieldRows({ properties = {}, required = [] }: JsonSchema, before: string): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${before}${name}`;
    const mark = required.includes(name) ? ' <b title="required">*</b>' : '';
    const described = [prose(field['description'] as string | undefined), limits(field)].filter(Boolean).join('<br>');
    return [
      [`<code>${escaped(path)}</code>${mark}`, typeHtml(field), described],
      ...variants(field).flatMap((inner) => fieldRows(inner, `${path}.`)),
    ];
  });
}

/** The objects whose fields are shown under a field: its own, its entries', or those it may be one of. */
function variants(field: JsonSchema): JsonSchema[] {
  const choices = (field['anyOf'] ?? field['oneOf'] ?? [field]) as JsonSchema[];
  return choices.flatMap((choice) => {
    const { type, items } = choice;
    const inner = type === 'array' ? (items as JsonSchema | undefined) : choice;
    return inner?.properties ? [inner] : [];
  });
}

function limits(schema: JsonSchema): string {
  const known = LIMITS.filter((name) => schema[name] !== undefined && !isWholeRange(schema[name]));
  return known.map((name) => `<small>${name} ${literal(schema[name])}</small>`).join(' ');
}

/** The bounds of every whole number, which say nothing. */
function isWholeRange(value: unknown): boolean {
  return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

function literal(value: unknown): string {
  return `<code>${escaped(JSON.stringify(value))}</code>`;
}
