import type { CfnOutput, CfnTemplate } from './cfn-template.ts';
import { resolve } from './intrinsics.ts';
import type { Scope } from './scope.ts';

export interface StackTemplate {
  readonly name: string;
  readonly template: CfnTemplate;
  readonly scope: Scope;
}

/** The outputs that the CDK adds where one stack of an app uses a resource of another. */
const CROSS_STACK_REFERENCE = /^ExportsOutput/;

/** What a stack exports under a name. @throws Error when none does */
export function importedValue(stacks: readonly StackTemplate[], exportName: string): unknown {
  for (const stack of stacks) {
    const exported = presentOutputs(stack).find(
      ([, { Export }]) => Export !== undefined && resolve(Export.Name, stack.scope) === exportName,
    );
    if (exported) return resolve(exported[1].Value, stack.scope);
  }
  throw new Error(`no stack exports ${exportName}`);
}

/** A stack's outputs by key. */
export function resolvedOutputs(stack: StackTemplate): Readonly<Record<string, string>> {
  return Object.fromEntries(
    presentOutputs(stack).map(([key, { Value }]) => [key, String(resolve(Value, stack.scope))]),
  );
}

/** The outputs of all stacks, without the CDK's references between them. @throws Error for a key with different values */
export function mergeOutputs(stacks: readonly StackTemplate[]): Readonly<Record<string, string>> {
  const merged: Record<string, string> = {};
  for (const stack of stacks) {
    for (const [key, value] of Object.entries(resolvedOutputs(stack))) {
      if (CROSS_STACK_REFERENCE.test(key)) continue;
      if (Object.hasOwn(merged, key) && merged[key] !== value) throw new Error(`two stacks have an output ${key}`);
      merged[key] = value;
    }
  }
  return merged;
}

function presentOutputs({ template, scope }: StackTemplate): readonly (readonly [string, CfnOutput])[] {
  return Object.entries(template.Outputs ?? {}).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
}
