import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: string;
}

export interface ShapeReport {
  /** Requests that an official document describes. */
  readonly checked: number;
  readonly violations: number;
  /** The first of them: the operation and what is wrong, without values. */
  readonly examples: readonly string[];
}

export interface Shapes {
  check(request: Asked): void;
  report(): ShapeReport;
}

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object };
}

interface Described {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly operation: Operation;
  readonly body: (contentType: string) => { readonly schema: JsonSchema; readonly parse: z.ZodType } | undefined;
}

const MAX_EXAMPLES = 20;

/** Checks requests against Twilio's OpenAPI documents. @param folder with their JSON files; without it, nothing is checked */
export function shapes(folder: string | undefined): Shapes {
  const described = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));
  const operations = described.flatMap((file) => operationsOf(JSON.parse(readFileSync(join(folder!, file), 'utf8'))));
  let checked = 0;
  let violations = 0;
  const examples: string[] = [];

  return {
    check(request) {
      const found = operations.find(({ method, path }) => method === request.method && path.test(request.path));
      if (!found) return;
      checked += 1;
      const faults = [...queryFaults(found, request), ...bodyFaults(found, request)];
      if (faults.length === 0) return;
      violations += 1;
      if (examples.length < MAX_EXAMPLES) examples.push(`${found.name}: ${faults.join('; ')}`);
    },
    report: () => ({ checked, violations, examples }),
  };
}

function operationsOf({ paths, components }: OpenApi): Described[] {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([verb, operation]) => {
      if (!['get', 'post', 'put', 'delete'].includes(verb)) return [];
      const method = verb.toUpperCase();
      const path = new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      const compiled = new Map<string, { schema: JsonSchema; parse: z.ZodType }>();
      const body = (contentType: string) => {
        const schema = operation.requestBody?.content[contentType]?.schema;
        if (!schema) return undefined;
        const known = compiled.get(contentType) ?? { schema, parse: parserOf(schema, components.schemas) };
        compiled.set(contentType, known);
        return known;
      };
      return [{ name: `${method} ${template}`, method, path, operation, body }];
    }),
  );
}

/** Objects take the properties that are described, and no others. */
function parserOf(schema: JsonSchema, schemas: object): z.ZodType {
  const text = JSON.stringify({ ...schema, definitions: schemas }).replaceAll(
    '#/components/schemas/',
    '#/definitions/',
  );
  const strict = JSON.parse(text, (_, value) =>
    value && typeof value === 'object' && typeof value.properties === 'object' && value.type === 'object'
      ? { additionalProperties: false, ...value }
      : value,
  );
  return z.fromJSONSchema(strict, { defaultTarget: 'openapi-3.0' });
}

function queryFaults({ operation }: Described, { query }: Asked): string[] {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const names = new Set(parameters.map(({ name }) => name));
  const unknown = [...query.keys()].filter((name) => !names.has(name));
  const missing = parameters.filter(({ name, required }) => required && !query.has(name));
  return [...unknown.map((name) => `unknown ?${name}`), ...missing.map(({ name }) => `no ?${name}`)];
}

function bodyFaults({ operation, body }: Described, { contentType, body: text }: Asked): string[] {
  if (!operation.requestBody) return text === '' ? [] : ['a body that is not described'];
  const described = body(contentType);
  if (!described) return [`content type ${contentType || 'none'}`];
  const { schema, parse } = described;
  try {
    const given: unknown = contentType === 'application/json' ? JSON.parse(text) : fromForm(text, schema);
    const issues = parse.safeParse(given).error?.issues ?? [];
    return issues.map(({ path, code, ...issue }) =>
      [path.join('.'), code, 'keys' in issue ? issue.keys : ''].join(' '),
    );
  } catch {
    return ['not JSON'];
  }
}

/** A form's fields as the types that the document gives them. */
function fromForm(text: string, { properties = {} }: JsonSchema): object {
  const form = new URLSearchParams(text);
  const typed = (name: string, value: string) => {
    const type = properties[name]?.type;
    if (type === 'array') return form.getAll(name);
    if (type === 'boolean') return value === 'true' || (value === 'false' ? false : value);
    return type === 'integer' || type === 'number' ? Number(value) : value;
  };
  return Object.fromEntries([...form].map(([name, value]) => [name, typed(name, value)]));
}
