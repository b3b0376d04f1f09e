import type { CloudAssembly } from '../../local/aws/template/cloud-assembly.ts';
import { loadTemplates } from '../../local/aws/template/load.ts';
import type { Resource } from '../../local/aws/template/resource.ts';
import { kindOf, type Kind } from './kinds.ts';

/** One action that a synthesized template allows, and where it does. */
export interface TemplateGrant {
  readonly kind: Kind;
  readonly stack: string;
  readonly logicalId: string;
  /** Of the policy in a role, and of the statement in its policy; a permission has neither. */
  readonly policy: number;
  readonly statement: number;
  readonly action: string;
  /** Whose calls are denied without it: ARNs of functions, roles and state machines, or the start of a route's. */
  readonly owners: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
}
interface Properties {
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
  readonly Roles?: readonly string[];
  readonly Role?: string;
  readonly RoleArn?: string;
  readonly Action?: string;
  readonly FunctionName?: string;
}

const propertiesOf = (resource: Resource) => resource.properties as Properties;

/** Everything that the templates of an assembly allow, action by action. */
export function grantsOf({ templates }: CloudAssembly): readonly TemplateGrant[] {
  const { resources } = loadTemplates(templates, { endpoint: '', publicUrl: '' });
  // Known once the table runs.
  for (const table of resources.filter(({ type }) => type === 'AWS::DynamoDB::Table'))
    table.provide('StreamArn', `${table.attribute('Arn')}/stream/some`);
  return resources.flatMap((resource) => {
    const { Policies, PolicyDocument, Action = '' } = propertiesOf(resource);
    const { type, stack, logicalId } = resource;
    if (type === 'AWS::Lambda::Permission') {
      const { FunctionName = '' } = propertiesOf(resource);
      return [{ kind: 'route', stack, logicalId, policy: 0, statement: 0, action: Action, owners: [FunctionName] }];
    }
    const documents = Policies?.map((policy) => policy.PolicyDocument) ?? (PolicyDocument ? [PolicyDocument] : []);
    const owners = ownersOf(resource, resources);
    return documents.flatMap(({ Statement }, policy) =>
      Statement.flatMap(({ Effect, Action }, statement) =>
        (Effect === 'Allow' ? [Action].flat() : []).map((action) => ({
          ...{ kind: kindOf(type, logicalId, action), stack, logicalId, policy, statement, action, owners },
        })),
      ),
    );
  });
}

function ownersOf({ type, name, ...resource }: Resource, resources: readonly Resource[]): readonly string[] {
  if (type !== 'AWS::IAM::Role' && type !== 'AWS::IAM::Policy') return [];
  const names = type === 'AWS::IAM::Role' ? [name] : ((resource.properties as Properties).Roles ?? []);
  const roles = resources.filter((role) => role.type === 'AWS::IAM::Role' && names.includes(role.name));
  const arns = roles.map((role) => role.attribute('Arn'));
  const holders = resources.filter((holder) => {
    if (holder.type === 'AWS::Lambda::Function') return arns.includes(propertiesOf(holder).Role ?? '');
    return holder.type === 'AWS::StepFunctions::StateMachine' && arns.includes(propertiesOf(holder).RoleArn ?? '');
  });
  return [...arns, ...holders.map((one) => (one.type === 'AWS::Lambda::Function' ? one.attribute('Arn') : one.ref))];
}
