import { RESOURCE_TYPES } from './template/catalogue.ts';
import { resolve, type Scope } from './template/intrinsics.ts';
import { resourceOf, type BaseUrls, type CfnResource, type Resource } from './template/resource.ts';
import { stackScope } from './template/scope.ts';

/** The parts of a synthesized CloudFormation template that are run. `Rules` only check the deployment's bootstrap. */
export interface CfnTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, CfnResource>>;
  readonly Outputs?: Readonly<Record<string, CfnOutput>>;
}

interface CfnOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface TemplateOptions extends BaseUrls {
  /** Parameters by name, in place of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface Stacks {
  /** Every resource whose condition is met, in the order of the templates. */
  readonly resources: readonly Resource[];
  /** A stack's outputs by key. */
  outputs(stack: string): Readonly<Record<string, unknown>>;
}

/**
 * Reads the templates of stacks that are deployed together; Fn::ImportValue finds the exports of any of them.
 * @throws Error naming every resource whose type the embedded stack does not know.
 */
export function loadTemplates(templates: Readonly<Record<string, CfnTemplate>>, options: TemplateOptions): Stacks {
  const scopes = new Map<string, Scope>();
  const resources: Resource[] = [];
  const unknown: string[] = [];

  const outputsOf = (stack: string, scope: Scope): readonly (readonly [string, CfnOutput])[] =>
    Object.entries(templates[stack]?.Outputs ?? {}).filter(([, output]) => isPresent(output, scope));

  const importValue = (exportName: string): unknown => {
    for (const [stack, scope] of scopes) {
      for (const [, output] of outputsOf(stack, scope)) {
        if (output.Export && resolve(output.Export.Name, scope) === exportName) return resolve(output.Value, scope);
      }
    }
    throw new Error(`no stack exports ${exportName}`);
  };

  for (const [stack, template] of Object.entries(templates)) {
    const byId = new Map<string, Resource>();
    const scope = stackScope(stack, template, byId, options.parameters ?? {}, importValue);
    scopes.set(stack, scope);
    for (const [logicalId, definition] of Object.entries(template.Resources ?? {})) {
      if (!isPresent(definition, scope)) continue;
      if (RESOURCE_TYPES[definition.Type])
        byId.set(logicalId, resourceOf(stack, logicalId, definition, scope, options));
      else unknown.push(`${definition.Type} (${stack}.${logicalId})`);
    }
    resources.push(...byId.values());
  }
  if (unknown.length > 0) throw new Error(`resource types the embedded stack does not know: ${unknown.join(', ')}`);

  const outputs = (stack: string): Readonly<Record<string, unknown>> => {
    const scope = scopes.get(stack);
    if (!scope) throw new Error(`no stack ${stack}`);
    return Object.fromEntries(outputsOf(stack, scope).map(([key, { Value }]) => [key, resolve(Value, scope)]));
  };
  return { resources, outputs };
}

function isPresent(entry: { readonly Condition?: string }, scope: Scope): boolean {
  return entry.Condition === undefined || scope.condition(entry.Condition);
}
