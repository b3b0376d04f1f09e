import { RESOURCE_TYPES } from './catalogue.ts';
import type { CfnTemplate } from './cfn-template.ts';
import { importedValue, mergeOutputs, resolvedOutputs, type StackTemplate } from './outputs.ts';
import { resourceOf, type BaseUrls, type Resource } from './resource.ts';
import { stackScope } from './stack-scope.ts';

export interface TemplateOptions extends BaseUrls {
  /** Parameters by name, in place of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface Stacks {
  /** Every resource whose condition is met, in the order of the templates. */
  readonly resources: readonly Resource[];
  /** The outputs of one stack, or of all together, by key. @throws Error when two stacks give a key different values */
  outputs(stack?: string): Readonly<Record<string, string>>;
}

/**
 * Reads the templates of stacks that are deployed together, in any order and number: a value that one imports is resolved
 * in the stack that exports it, when it is read.
 * @throws Error that names every resource whose type is not supported
 */
export function loadTemplates(templates: Readonly<Record<string, CfnTemplate>>, options: TemplateOptions): Stacks {
  const stacks: StackTemplate[] = [];
  const resources: Resource[] = [];
  const unknown: string[] = [];
  const importValue = (exportName: string): unknown => importedValue(stacks, exportName);

  for (const [name, template] of Object.entries(templates)) {
    const byId = new Map<string, Resource>();
    const scope = stackScope(name, template, byId, options.parameters ?? {}, importValue);
    stacks.push({ name, template, scope });
    for (const [logicalId, definition] of Object.entries(template.Resources ?? {})) {
      if (definition.Condition !== undefined && !scope.condition(definition.Condition)) continue;
      if (RESOURCE_TYPES[definition.Type]) byId.set(logicalId, resourceOf(name, logicalId, definition, scope, options));
      else unknown.push(`${definition.Type} (${name}.${logicalId})`);
    }
    resources.push(...byId.values());
  }
  if (unknown.length > 0) throw new Error(`resource types that are not supported: ${unknown.join(', ')}`);

  return {
    resources,
    outputs(stack) {
      if (stack === undefined) return mergeOutputs(stacks);
      const found = stacks.find(({ name }) => name === stack);
      if (!found) throw new Error(`there is no stack ${stack}`);
      return resolvedOutputs(found);
    },
  };
}
