import type { JsonSchema } from '../../shared/contract/openapi-schema.ts';
import { escaped, json, prose, table } from './html.ts';
import { fieldsHtml, typeHtml } from './schema-html.ts';

/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly $ref?: string;
  readonly description: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;

const RESPONSES = '#/components/responses/';

/** One operation: closed, its summary; open, its parameters, body and answers. */
export function operationHtml(method: string, path: string, operation: Operation, { components }: ApiDocument): string {
  const { operationId, summary, description, requestBody } = operation;
  const parameters = operation.parameters.map(({ name, in: place, required, description: about, schema }) => [
    `<code>${escaped(name)}</code>${required ? ' <b title="required">*</b>' : ''}`,
    place,
    typeHtml(schema),
    prose(about),
  ]);
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const { description: about, content } = resolved(answer, components.responses);
    return [
      `<code>${status}</code>`,
      prose(about),
      Object.values(content ?? {})
        .map(({ schema }) => typeHtml(schema))
        .join(),
    ];
  });
  return `<details id="${escaped(operationId)}">
<summary><code class="method">${method.toUpperCase()}</code> <code>${escaped(path)}</code> ${prose(summary)}</summary>
<p>${prose(description)}</p>
${parameters.length > 0 ? `<h4>Parameters</h4>${table(['name', 'in', 'type', ''], parameters)}` : ''}
${requestBody ? `<h4>Body${requestBody.required ? '' : ' (may be left out)'}</h4>${contentHtml(requestBody.content)}` : ''}
<h4>Answers</h4>${table(['status', '', 'body'], answers)}
${successHtml(operation)}
</details>`;
}

function resolved(answer: Answer, shared: ApiDocument['components']['responses']): Answer {
  return (answer.$ref && shared[answer.$ref.slice(RESPONSES.length)]) || answer;
}

function contentHtml(content: Content): string {
  return Object.entries(content)
    .map(([type, { schema, example }]) => {
      const shown = example === undefined ? '' : json(example);
      return `<p><code>${escaped(type)}</code> ${typeHtml(schema)}</p>${fieldsHtml(schema)}${shown}`;
    })
    .join('\n');
}

/** The answer that the operation is for: its fields, and how it may look. */
function successHtml({ responses }: Operation): string {
  return Object.entries(responses)
    .filter(([status, { content }]) => Number(status) < 300 && content)
    .map(([status, { content = {} }]) => `<h4>${status}</h4>${contentHtml(content)}`)
    .join('\n');
}
