import { AWS_MANAGED_POLICIES } from './managed-policies.ts';
import { refuseCondition, type Statement } from './statement.ts';
import type { Resource } from '../template/resource.ts';

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: Statement | readonly Statement[] };
  readonly Roles?: readonly string[];
}

interface RoleProperties {
  readonly Policies?: readonly PolicyProperties[];
  readonly ManagedPolicyArns?: readonly string[];
}

/**
 * The statements of every role, by role ARN: inline, attached and managed ones. Attributes that policies name, such as a
 * table's StreamArn, must be provided before.
 * @throws Error for an unknown managed policy or role, and for a condition
 */
export function rolePolicies(resources: readonly Resource[]): ReadonlyMap<string, readonly Statement[]> {
  const roles = resources.filter(({ type }) => type === 'AWS::IAM::Role');
  const policies = resources.filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy');
  const byArn = new Map<string, readonly Statement[]>();
  for (const role of roles) {
    const { Policies = [], ManagedPolicyArns = [] } = role.properties as RoleProperties;
    const attached = policies.filter((policy) => rolesOf(policy).includes(role.name));
    const managed = ManagedPolicyArns.map((policyArn) => managedStatements(policyArn, policies));
    const statements = [...Policies.map(inlineStatements), ...attached.map(policyStatements), ...managed].flat();
    statements.forEach(refuseCondition);
    byArn.set(role.attribute('Arn'), statements);
  }
  const names = new Set(roles.map(({ name }) => name));
  for (const policy of policies) {
    const unknown = rolesOf(policy).find((name) => !names.has(name));
    if (unknown !== undefined)
      throw new Error(`${policy.stack}.${policy.logicalId} is attached to an unknown role ${unknown}`);
  }
  return byArn;
}

/** The statements of each function's role, by function ARN. @throws Error for a role that no template defines */
export function functionPolicies(
  resources: readonly Resource[],
  byRole = rolePolicies(resources),
): ReadonlyMap<string, readonly Statement[]> {
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  return new Map(
    functions.map((fn) => {
      const statements = byRole.get(String(fn.properties['Role']));
      if (!statements) throw new Error(`${fn.stack}.${fn.logicalId} has a role that no template defines`);
      return [fn.attribute('Arn'), statements];
    }),
  );
}

function managedStatements(policyArn: string, policies: readonly Resource[]): readonly Statement[] {
  const actions = AWS_MANAGED_POLICIES[policyArn];
  if (actions) return [{ Effect: 'Allow', Action: actions, Resource: '*' }];
  const policy = policies.find(({ type, ref }) => type === 'AWS::IAM::ManagedPolicy' && ref === policyArn);
  if (!policy) throw new Error(`unknown managed policy ${policyArn}`);
  return policyStatements(policy);
}

function rolesOf(policy: Resource): readonly string[] {
  return (policy.properties as unknown as PolicyProperties).Roles ?? [];
}

function policyStatements(policy: Resource): readonly Statement[] {
  return inlineStatements(policy.properties as unknown as PolicyProperties);
}

function inlineStatements({ PolicyDocument }: PolicyProperties): readonly Statement[] {
  return [PolicyDocument.Statement].flat();
}
