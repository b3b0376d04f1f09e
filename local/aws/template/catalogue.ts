import { secretArn } from '../services/secrets-manager/secret-arn.ts';
import { ACCOUNT, arn } from '../services/service.ts';
import type { PhysicalResource, ResourceType, Value } from './physical-resource.ts';

const name: Value = (resource) => resource.name;
const iam =
  (kind: string): Value =>
  (resource) =>
    `arn:aws:iam::${ACCOUNT}:${kind}/${resource.name}`;
const arnOf =
  (service: string, prefix = ''): Value =>
  (resource) =>
    arn(service, `${prefix}${resource.name}`);
const queueUrl: Value = (resource) => `${resource.endpoint}/${ACCOUNT}/${resource.name}`;
const secret: Value = (resource) => secretArn(resource.name);
// The FunctionName of a version or an alias is a name or an ARN.
const qualified = (qualifier: Value): Value => {
  return (resource) =>
    arn('lambda', `function:${resource.text('FunctionName').split(':').at(-1)}:${qualifier(resource)}`);
};
const version: Value = () => '1';
/** Names of buckets have no capitals. */
const bucketName: Value = (resource) => resource.name.toLowerCase();

/** Every resource type that a template may hold, and what Ref and Fn::GetAtt give for it. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    ref: name,
    attributes: { ApiId: name, ApiEndpoint: (resource) => resource.publicUrl },
  },
  'AWS::ApiGatewayV2::Integration': { ref: name },
  'AWS::ApiGatewayV2::Route': { ref: name },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', ref: name },
  'AWS::Budgets::Budget': { ref: name },
  'AWS::CDK::Metadata': { ref: name },
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    ref: name,
    attributes: { Arn: arnOf('cloudwatch', 'alarm:') },
  },
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ref: name },
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    ref: name,
    attributes: { Arn: arnOf('dynamodb', 'table/'), StreamArn: 'provided' },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: arnOf('events', 'event-bus/'), Name: name },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', ref: name, attributes: { Arn: ruleArn } },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    ref: iam('policy'),
    attributes: { PolicyArn: iam('policy') },
  },
  'AWS::IAM::Policy': { nameProperty: 'PolicyName', ref: name },
  'AWS::IAM::Role': { nameProperty: 'RoleName', ref: name, attributes: { Arn: iam('role') } },
  'AWS::KMS::Key': { ref: name, attributes: { Arn: arnOf('kms', 'key/'), KeyId: name } },
  'AWS::Lambda::Alias': { nameProperty: 'Name', ref: qualified(name), attributes: { AliasArn: qualified(name) } },
  'AWS::Lambda::EventSourceMapping': { ref: name },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    ref: name,
    attributes: { Arn: arnOf('lambda', 'function:') },
  },
  'AWS::Lambda::Permission': { ref: name },
  'AWS::Lambda::Version': {
    ref: qualified(version),
    attributes: { FunctionArn: qualified(version), Version: version },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: name,
    attributes: { Arn: (resource) => arn('logs', `log-group:${resource.name}:*`) },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    ref: bucketName,
    attributes: { Arn: (resource) => `arn:aws:s3:::${bucketName(resource)}` },
  },
  'AWS::S3::BucketPolicy': { ref: name },
  'AWS::SNS::Subscription': { ref: name },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: arnOf('sns'),
    attributes: { TopicArn: arnOf('sns'), TopicName: name },
  },
  'AWS::SNS::TopicPolicy': { ref: name },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arnOf('sqs'), QueueName: name, QueueUrl: queueUrl },
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
    attributes: { Arn: arnOf('scheduler', 'schedule-group/') },
  },
  'AWS::SecretsManager::Secret': { nameProperty: 'Name', ref: secret, attributes: { Id: secret } },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    ref: arnOf('states', 'stateMachine:'),
    attributes: { Arn: arnOf('states', 'stateMachine:'), Name: name },
  },
};

/** A rule's ARN names its bus unless it is the default one. EventBusName is a name or an ARN. */
function ruleArn(resource: PhysicalResource): string {
  const bus = resource.text('EventBusName', 'default').split('/').at(-1);
  return arn('events', bus === 'default' ? `rule/${resource.name}` : `rule/${bus}/${resource.name}`);
}
