import { refuseCondition, type Statement } from './iam.ts';
import type { Resource } from './template/resource.ts';

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: Statement | readonly Statement[] };
  readonly Roles?: readonly string[];
}

interface RoleProperties {
  readonly Policies?: readonly PolicyProperties[];
  readonly ManagedPolicyArns?: readonly string[];
}

/** The policies AWS manages that functions are given, as AWS documents them. */
const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ],
};

/**
 * The statements of every role, by role ARN: inline, attached and managed ones. Needs every provided attribute that a
 * policy names (a table's StreamArn).
 * @throws Error for a managed policy, a role or a condition that is not known here.
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
    const foreign = rolesOf(policy).find((name) => !names.has(name));
    if (foreign !== undefined)
      throw new Error(`${policy.stack}.${policy.logicalId} is attached to an unknown role ${foreign}`);
  }
  return byArn;
}

/** The statements each function is held to, by function ARN: those of the role its Role property names. */
export function functionPolicies(resources: readonly Resource[]): ReadonlyMap<string, readonly Statement[]> {
  const byRole = rolePolicies(resources);
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
  const actions = AWS_MANAGED[policyArn];
  if (actions) return [{ Effect: 'Allow', Action: actions, Resource: '*' }];
  const own = policies.find((policy) => policy.type === 'AWS::IAM::ManagedPolicy' && policy.ref === policyArn);
  if (!own) throw new Error(`unknown managed policy ${policyArn}`);
  return policyStatements(own);
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
