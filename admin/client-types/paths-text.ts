import { TOO_LONG } from '../../shared/contract/openapi-responses.ts';
import type { JsonSchema } from '../../shared/contract/openapi-schema.ts';
import { docText, typeText } from './type-text.ts';

/** The parts of an OpenAPI document that its types are made of. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

interface Operation {
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const PLACES = ['query', 'header', 'path', 'cookie'];
const RESPONSES = '#/components/responses/';

/**
 * The types `paths` and `components`, of the form that openapi-fetch reads.
 * @param isCalled whether clients call a path; what the provider or a person's browser calls has no types
 */
export function typesText({ paths, components }: ApiDocument, isCalled: (path: string) => boolean): string {
  const called = Object.entries(paths).filter(([path]) => isCalled(path));
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `${docText(schema)}${name}: ${typeText(schema)};`,
  );
  const problems = Object.entries(components.responses).filter(([name]) => name !== TOO_LONG);
  const responses = problems.map(([name, answer]) => `${name}: ${answerText(answer)};`);
  return [
    `export interface paths {\n${called.map(([path, methods]) => pathText(path, methods)).join('\n')}\n}`,
    `export interface components {\nschemas: {\n${schemas.join('\n')}\n};\nresponses: {\n${responses.join('\n')}\n};\n}`,
  ].join('\n\n');
}

function pathText(path: string, methods: Readonly<Record<string, Operation>>): string {
  const operations = Object.entries(methods).map(
    ([method, operation]) => `${docText({ description: operation.summary })}${method}: ${operationText(operation)};`,
  );
  return `'${path}': {\n${operations.join('\n')}\n};`;
}

function operationText({ parameters, requestBody, responses }: Operation): string {
  // Of what the gateway answers for itself the client makes a problem.
  const own = Object.entries(responses).filter(([, { $ref }]) => $ref !== RESPONSES + TOO_LONG);
  const answers = own.map(([status, answer]) => `${status}: ${answerText(answer)};`);
  return [
    '{',
    `parameters: {\n${PLACES.map((place) => parametersText(place, parameters)).join('\n')}\n};`,
    requestBodyText(requestBody),
    `responses: {\n${answers.join('\n')}\n};`,
    '}',
  ].join('\n');
}

function requestBodyText(body: Operation['requestBody']): string {
  if (!body) return 'requestBody?: never;';
  return `requestBody${body.required ? '' : '?'}: { content: ${contentText(body.content)} };`;
}

function parametersText(place: string, parameters: readonly Parameter[]): string {
  const own = parameters.filter((parameter) => parameter.in === place);
  if (own.length === 0) return `${place}?: never;`;
  const mark = own.some(({ required }) => required) ? '' : '?';
  const fields = own.map(
    (parameter) =>
      `${docText(parameter)}${JSON.stringify(parameter.name)}${parameter.required ? '' : '?'}: ${typeText(parameter.schema)};`,
  );
  return `${place}${mark}: {\n${fields.join('\n')}\n};`;
}

function answerText({ $ref, content }: Answer): string {
  if ($ref) return `components['responses']['${$ref.slice(RESPONSES.length)}']`;
  const body = content ? `content: ${contentText(content)}` : 'content?: never';
  return `{ headers: { [name: string]: unknown }; ${body} }`;
}

function contentText(content: Content): string {
  const types = Object.entries(content).map(([type, { schema }]) => `'${type}': ${typeText(schema)};`);
  return `{ ${types.join(' ')} }`;
}
