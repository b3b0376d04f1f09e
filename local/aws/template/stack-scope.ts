import { ACCOUNT, REGION } from '../services/service.ts';
import type { CfnTemplate } from './cfn-template.ts';
import { holds } from './conditions.ts';
import type { Resource } from './resource.ts';
import type { Scope } from './scope.ts';

/** What a stack's own template can refer to: its resources, parameters and conditions, and the pseudo parameters. */
export function stackScope(
  stack: string,
  template: CfnTemplate,
  resources: ReadonlyMap<string, Resource>,
  parameters: Readonly<Record<string, string>>,
  importValue: Scope['importValue'],
): Scope {
  const pseudo: Readonly<Record<string, string | undefined>> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': undefined,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const resource = (logicalId: string): Resource => {
    const found = resources.get(logicalId);
    if (!found) throw new Error(`${stack} has no ${logicalId}`);
    return found;
  };
  const scope: Scope = {
    importValue,
    attribute: (logicalId, attribute) => resource(logicalId).attribute(attribute),
    condition: (name) => {
      const expression = template.Conditions?.[name];
      if (!expression) throw new Error(`${stack} has no condition ${name}`);
      return holds(expression, scope);
    },
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters?.[name];
      if (!parameter) return resource(name).ref;
      // An SSM parameter's default is the parameter's name, not its value.
      const value = parameters[name] ?? (parameter.Type.startsWith('AWS::SSM::') ? undefined : parameter.Default);
      if (value === undefined) throw new Error(`${stack}: parameter ${name} has no value`);
      return value;
    },
  };
  return scope;
}
