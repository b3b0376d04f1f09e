import { secretArn } from '../services/secret-name.ts';
import { ACCOUNT, arn } from '../services/service.ts';

/** What the catalogue may ask of a resource and of the stack around it. */
export interface Physical {
  /** The name the template sets, else `${stack}-${logicalId}`. */
  readonly name: string;
  /** A resolved property that must be text. */
  text(property: string, otherwise?: string): string;
  /** Base URL of the AWS endpoint, for queue URLs. */
  readonly endpoint: string;
  /** Base URL of the HTTP API. */
  readonly publicUrl: string;
}

type Value = (resource: Physical) => string;

export interface ResourceType {
  /** The property that sets the physical name, where the type has one. */
  readonly nameProperty?: string;
  readonly ref: Value;
  /** By Fn::GetAtt name; 'provided' is known only once the resource runs. */
  readonly attributes?: Readonly<Record<string, Value | 'provided'>>;
}

const name: Value = (resource) => resource.name;
const iam =
  (kind: string): Value =>
  (resource) =>
    `arn:aws:iam::${ACCOUNT}:${kind}/${resource.name}`;
const of =
  (service: string, prefix = ''): Value =>
  (resource) =>
    arn(service, `${prefix}${resource.name}`);
const queueUrl: Value = (resource) => `${resource.endpoint}/${ACCOUNT}/${resource.name}`;
const secret: Value = (resource) => secretArn(resource.name);
// FunctionName of a version or an alias holds a name or an ARN.
const ofFunction = (qualifier: Value): Value => {
  return (resource) =>
    arn('lambda', `function:${resource.text('FunctionName').split(':').at(-1)}:${qualifier(resource)}`);
};
const version: Value = () => '1';

/** Every resource type the embedded stack knows, and what Ref and Fn::GetAtt say of it. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    ref: name,
    attributes: { ApiId: name, ApiEndpoint: (resource) => resource.publicUrl },
  },
  'AWS::ApiGatewayV2::Integration': { ref: name },
  'AWS::ApiGatewayV2::Route': { ref: name },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', ref: name },
  'AWS::CDK::Metadata': { ref: name },
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', ref: name, attributes: { Arn: of('cloudwatch', 'alarm:') } },
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    ref: name,
    attributes: { Arn: of('dynamodb', 'table/'), StreamArn: 'provided' },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: of('events', 'event-bus/'), Name: name },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', ref: name, attributes: { Arn: ruleArn } },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    ref: iam('policy'),
    attributes: { PolicyArn: iam('policy') },
  },
  'AWS::IAM::Policy': { nameProperty: 'PolicyName', ref: name },
  'AWS::IAM::Role': { nameProperty: 'RoleName', ref: name, attributes: { Arn: iam('role') } },
  'AWS::KMS::Key': { ref: name, attributes: { Arn: of('kms', 'key/'), KeyId: name } },
  'AWS::Lambda::Alias': { nameProperty: 'Name', ref: ofFunction(name), attributes: { AliasArn: ofFunction(name) } },
  'AWS::Lambda::EventSourceMapping': { ref: name },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    ref: name,
    attributes: { Arn: of('lambda', 'function:') },
  },
  'AWS::Lambda::Permission': { ref: name },
  'AWS::Lambda::Version': {
    ref: ofFunction(version),
    attributes: { FunctionArn: ofFunction(version), Version: version },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: name,
    attributes: { Arn: (resource) => arn('logs', `log-group:${resource.name}:*`) },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: of('sns'),
    attributes: { TopicArn: of('sns'), TopicName: name },
  },
  'AWS::SNS::TopicPolicy': { ref: name },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: of('sqs'), QueueName: name, QueueUrl: queueUrl },
  },
  'AWS::SQS::QueuePolicy': { ref: name },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    ref: name,
    attributes: {
      Arn: (resource) => arn('scheduler', `schedule/${resource.text('GroupName', 'default')}/${resource.name}`),
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: of('scheduler', 'schedule-group/') },
  },
  'AWS::SecretsManager::Secret': { nameProperty: 'Name', ref: secret, attributes: { Id: secret } },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    ref: of('states', 'stateMachine:'),
    attributes: { Arn: of('states', 'stateMachine:'), Name: name },
  },
};

/** A rule's ARN names its bus, the default one apart; EventBusName holds a name or an ARN. */
function ruleArn(resource: Physical): string {
  const bus = resource.text('EventBusName', 'default').split('/').at(-1);
  return arn('events', bus === 'default' ? `rule/${resource.name}` : `rule/${bus}/${resource.name}`);
}
