import { describe, expect, test } from 'vitest';
import { ALLOW_ALL, allows, type Statement } from '../iam/statement.ts';
import { functionPolicies, rolePolicies } from '../iam/role-policies.ts';
import { loadTemplates } from '../template/load.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/app';
const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:send';

describe('statements', () => {
  const allow = (Action: string | string[], Resource: string | string[]): Statement => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const deny = (Action: string, Resource: string): Statement => ({ Effect: 'Deny', Action, Resource });

  test.each<[string, readonly Statement[], string, string, boolean]>([
    ['nothing stated', [], 'dynamodb:GetItem', TABLE, false],
    ['everything allowed', ALLOW_ALL, 'dynamodb:GetItem', TABLE, true],
    ['the very action and resource', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:GetItem', TABLE, true],
    ['another action', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:PutItem', TABLE, false],
    ['another resource', [allow('dynamodb:GetItem', TABLE)], 'dynamodb:GetItem', `${TABLE}2`, false],
    ['an index of the table', [allow('dynamodb:Query', TABLE)], 'dynamodb:Query', `${TABLE}/index/gsi1`, false],
    [
      'one of several',
      [allow(['sqs:SendMessage', 'dynamodb:GetItem'], [QUEUE, TABLE])],
      'dynamodb:GetItem',
      TABLE,
      true,
    ],
    ['a star in the action', [allow('dynamodb:Get*', TABLE)], 'dynamodb:GetItem', TABLE, true],
    ['a star across colons and slashes', [allow('*', 'arn:aws:*/index/*')], 'dynamodb:Query', `${TABLE}/index/g`, true],
    ['a question mark', [allow('dynamodb:GetIte?', TABLE)], 'dynamodb:GetItem', TABLE, true],
    ['a question mark for nothing', [allow('dynamodb:GetItem?', TABLE)], 'dynamodb:GetItem', TABLE, false],
    ['a dot is a dot', [allow('dynamodb:GetItem', 'a.b')], 'dynamodb:GetItem', 'axb', false],
    ['actions in another case', [allow('DynamoDB:getitem', TABLE)], 'dynamodb:GetItem', TABLE, true],
    ['resources in another case', [allow('dynamodb:GetItem', TABLE.toUpperCase())], 'dynamodb:GetItem', TABLE, false],
    ['deny before allow', [allow('*', '*'), deny('dynamodb:Delete*', '*')], 'dynamodb:DeleteItem', TABLE, false],
    ['a deny of something else', [allow('*', '*'), deny('dynamodb:Delete*', '*')], 'dynamodb:GetItem', TABLE, true],
    ['outside NotAction', [{ Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }], 'dynamodb:GetItem', TABLE, true],
    ['inside NotAction', [{ Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }], 'sqs:SendMessage', QUEUE, false],
    ['outside NotResource', [{ Effect: 'Allow', Action: '*', NotResource: QUEUE }], 'dynamodb:GetItem', TABLE, true],
    ['inside NotResource', [{ Effect: 'Allow', Action: '*', NotResource: QUEUE }], 'sqs:SendMessage', QUEUE, false],
    ['a statement without action', [{ Effect: 'Allow', Resource: '*' }], 'dynamodb:GetItem', TABLE, false],
    ['a statement without resource', [{ Effect: 'Allow', Action: '*' }], 'dynamodb:GetItem', TABLE, false],
  ])('%s: allowed or denied as in AWS', (_, statements, action, resource, expected) => {
    expect(allows(statements, action, resource)).toBe(expected);
  });

  test('a role may be passed to the service of the condition, and to no other', () => {
    const Condition = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
    const statements = [{ ...allow('iam:PassRole', QUEUE), Condition }];
    const passed = (service?: string) =>
      allows(statements, 'iam:PassRole', QUEUE, service ? { 'iam:PassedToService': service } : {});
    expect([passed('scheduler.amazonaws.com'), passed('lambda.amazonaws.com'), passed()]).toEqual([true, false, false]);
    const denied = [...ALLOW_ALL, { ...statements[0]!, Effect: 'Deny' as const }];
    expect(allows(denied, 'iam:PassRole', QUEUE, Condition.StringEquals)).toBe(false);
    expect(allows(denied, 'iam:PassRole', QUEUE)).toBe(true);
  });

  test('a statement with a condition that is not supported is an error when it applies', () => {
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#*'] } };
    const statements = [{ ...allow('dynamodb:*', TABLE), Condition }];
    expect(() => allows(statements, 'dynamodb:GetItem', TABLE)).toThrow(
      /these conditions are not supported: .*LeadingKeys/,
    );
    expect(allows(statements, 'sqs:SendMessage', QUEUE)).toBe(false);
  });
});

describe('policies of a template', () => {
  const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  const grant = (Action: string, more = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
  const load = (role: Readonly<Record<string, unknown>>, more = {}) =>
    loadTemplates(
      {
        Main: {
          Resources: {
            Role: { Type: 'AWS::IAM::Role', Properties: role },
            Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
            ...more,
          },
        },
      },
      { endpoint: 'http://localhost', publicUrl: 'http://localhost' },
    ).resources;
  const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:Main-Fn';

  test('come from the role itself, attached policies and managed ones', () => {
    const resources = load(
      {
        Policies: [{ PolicyName: 'p', PolicyDocument: document(grant('a:Inline')) }],
        ManagedPolicyArns: [
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
          { Ref: 'Listed' },
        ],
      },
      {
        Attached: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyDocument: document(grant('a:Attached')), Roles: [{ Ref: 'Role' }] },
        },
        Listed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(grant('a:Listed')) } },
        Managed: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: { Statement: grant('a:Managed') }, Roles: [{ Ref: 'Role' }] },
        },
      },
    );
    const statements = functionPolicies(resources).get(FUNCTION)!;
    for (const action of ['a:Inline', 'a:Attached', 'a:Listed', 'a:Managed', 'logs:PutLogEvents']) {
      expect(allows(statements, action, 'x'), action).toBe(true);
    }
    expect(allows(statements, 'a:Other', 'x')).toBe(false);
    expect([...rolePolicies(resources).keys()]).toEqual(['arn:aws:iam::000000000000:role/Main-Role']);
  });

  test.each<[string, Readonly<Record<string, unknown>>, object, RegExp]>([
    [
      'a managed policy',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      {},
      /AdministratorAccess/,
    ],
    [
      'a condition',
      { Policies: [{ PolicyDocument: document(grant('a:b', { Condition: { Bool: {} } })) }] },
      {},
      /condition/,
    ],
    [
      'a role',
      {},
      { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(), Roles: ['other'] } } },
      /Main.P is attached to an unknown role other/,
    ],
    [
      'the role of a function',
      {},
      { G: { Type: 'AWS::Lambda::Function', Properties: { Role: 'x' } } },
      /Main.G has a role/,
    ],
  ])('%s that is not known is an error at once', (_, role, more, message) => {
    expect(() => functionPolicies(load(role, more))).toThrow(message);
  });
});
