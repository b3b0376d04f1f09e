/** A finding that is accepted, where, and why. */
export interface Suppression {
  /** As the finding names it, with `{stage}` for the stage's name. */
  readonly rule: string;
  /** A resource's construct path inside the stage, or a pattern of such paths. */
  readonly where: string | RegExp;
  /** A sentence. */
  readonly reason: string;
}

const ROLE_OF_FUNCTION =
  /\/(Consumer|Reader|Publish|Fire|Sweep|Look|Check|Train|OpenCampaign|AdvanceLane|CloseCampaign|Routes\/[^/]+)\/Role\/Resource$/;
const MACHINE = 'Service/Run/Machine';
const TABLE_ARN = 'herald-{stage}-data:ExportsOutputFnGetAttTableCD117FA1ArnE2C8C204';
const FILES_ARN = 'herald-{stage}-data:ExportsOutputFnGetAttFiles8E6940B8ArnD8EE6C03';
const GROUP = 'herald-{stage}-service:ExportsOutputRefSchedulesGroupC7F6730891363701';

const CONSOLE = 'Console/Site/Distribution/Resource';

const wildcard = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`;
const arn = (rest: string) => wildcard(`arn:<AWS::Partition>:${rest}`);
/** Those of the executions of the machine, as the CDK writes their ARN for a distributed map. */
const ownExecutions = (name: string) =>
  arn(
    'states:<AWS::Region>:<AWS::AccountId>:execution:' +
      `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"RunMachineC1454A91"}]}]}${name}`,
  );

/** Everything that a rule of AWS Solutions is against and that stays. `permissions.test.ts` pins each action on each resource. */
export const SUPPRESSIONS: readonly Suppression[] = [
  {
    rule: 'AwsSolutions-APIG4',
    where: /^(Service|Routes-[a-z]+)\/Routes\/[A-Z]+-v1-.+\/Resource$/,
    reason:
      "The route's function checks the API key or access token itself, so that refusals have the API's own form (ADR 3).",
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: /^Service\/Routes\/POST-webhooks-twilio-\{\}-(status|inbound|voice|events)\/Resource$/,
    reason: "Twilio cannot send a token; the function checks Twilio's signature over the whole request.",
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: /^Service\/Routes\/(GET|HEAD)-r-\{\}\/Resource$/,
    reason: 'Customers follow these links without an account; the link itself is signed (ADR 11).',
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: /^Service\/Routes\/(GET|HEAD)-m-\{\}-\{\}\/Resource$/,
    reason: 'The provider fetches media without credentials; the address itself is signed (ADR 46).',
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: 'Service/Routes/GET-openapi.json/Resource',
    reason: 'It describes the API, the same to everyone, and may read nothing.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: 'Service/Routes/unknown_route-answer-route/Resource',
    reason: 'It tells everyone the same, that there is no such route, and may read nothing.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: /^Service\/(Rollup|Events\/Publisher)\/Failures\/Resource$/,
    reason: 'It is itself where a stream reader puts what failed, which the rule does not recognize.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: 'Service/Events/Unrouted/Resource',
    reason: "It is itself the dead-letter queue of the bus's rules, which the rule does not recognize.",
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: 'Service/Schedules/Undelivered/Resource',
    reason: 'It is itself the dead-letter queue of schedules, which the rule does not recognize.',
  },
  {
    rule: wildcard('*'),
    where: ROLE_OF_FUNCTION,
    reason: 'Traces are sent to X-Ray, whose actions have no resource to name.',
  },
  {
    rule: wildcard('*'),
    where: `${MACHINE}/Role/DefaultPolicy/Resource`,
    reason: 'Traces and the delivery of logs are set up with actions that have no resource to name.',
  },
  {
    rule: wildcard(`${TABLE_ARN}/index/*`),
    where: ROLE_OF_FUNCTION,
    reason: 'The function may query each of the two indexes of this table, and there are no others.',
  },
  {
    rule: 'AwsSolutions-S1',
    where: 'Data/Files/Resource',
    reason:
      'The functions alone sign the addresses, and log the requests for them; access logs would be files of their own, kept longer than these.',
  },
  {
    rule: wildcard(`${FILES_ARN}/imports/*`),
    where: ROLE_OF_FUNCTION,
    reason: 'Each import has files of its own in this folder, whose names hold its id.',
  },
  {
    rule: wildcard(`${FILES_ARN}/exports/*`),
    where: ROLE_OF_FUNCTION,
    reason: 'Each export has files of its own in this folder, whose names hold its id.',
  },
  ...['uploads', 'media'].map((folder) => ({
    rule: wildcard(`${FILES_ARN}/${folder}/*`),
    where: ROLE_OF_FUNCTION,
    reason: 'Each medium has a file of its own in this folder, whose name holds its id.',
  })),
  {
    rule: wildcard(`${TABLE_ARN}/stream/*`),
    where: /\/Reader\/Role\/Resource$/,
    reason: 'Listing the streams of this table cannot be limited to one of them.',
  },
  {
    rule: arn('secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:herald/{stage}/twilio/ten_*'),
    where: ROLE_OF_FUNCTION,
    reason: 'Each tenant has a secret under this prefix, created when the tenant stores its credentials.',
  },
  {
    rule: arn('states:<AWS::Region>:<AWS::AccountId>:execution:herald-{stage}-campaign-run:*'),
    where: /^(Service\/Schedules\/(Fire|Sweep)|Routes-campaigns\/Routes\/campaign-[a-z_]+)\/Role\/Resource$/,
    reason: 'Each run of a campaign is an execution of this machine with a name of its own.',
  },
  {
    rule: arn(`scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${GROUP}/*`),
    where: /^Routes-campaigns\/Routes\/campaign-[a-z]+\/Role\/Resource$/,
    reason: 'Each scheduled campaign has a schedule of its own in this group.',
  },
  {
    rule: arn('scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<SchedulesGroupC7F67308>/*'),
    where: 'Service/Schedules/Sweep/Role/Resource',
    reason: 'Each campaign that recurs has a schedule for its next date in this group.',
  },
  {
    rule: arn('ses:<AWS::Region>:<AWS::AccountId>:identity/*'),
    where: /^Service\/Events\/(FanOut|Shared)\/Consumer\/Role\/Resource$/,
    reason:
      'SES asks for the identity that it has verified, the address or its domain; a condition allows one address.',
  },
  {
    rule: ownExecutions(':*'),
    where: `${MACHINE}/DistributedMapPolicy/Resource`,
    reason: 'A distributed map describes and stops the executions of its own machine, whose names AWS makes up.',
  },
  {
    rule: ownExecutions('/*:*'),
    where: `${MACHINE}/DistributedMapPolicy/Resource`,
    reason: 'A distributed map redrives the executions of its own machine, whose names AWS makes up.',
  },
  {
    rule: 'AwsSolutions-S1',
    where: 'Console/Files/Resource',
    reason:
      'It has the console as everybody may read it; CloudFront alone reads it, and the API logs what the console asks.',
  },
  {
    rule: 'AwsSolutions-CFR1',
    where: CONSOLE,
    reason: 'Customers follow links, and Twilio calls, from wherever they are.',
  },
  {
    rule: 'AwsSolutions-CFR2',
    where: CONSOLE,
    reason: 'The API has throttles of its own for every route and for wrong keys (ADR 3); the rest are files.',
  },
  {
    rule: 'AwsSolutions-CFR3',
    where: CONSOLE,
    reason:
      "The API's own log has each request without paths, which contain customers' ids and signed tokens; this one would have them.",
  },
  {
    rule: 'AwsSolutions-CFR4',
    where: CONSOLE,
    reason:
      "CloudFront's own domain has CloudFront's certificate, whose protocols are not to be chosen; an own domain has TLS 1.2.",
  },
  {
    rule: wildcard('<Files8E6940B8.Arn>/*'),
    where: 'Console/Publish/Role/Resource',
    reason: "The names of the console's files are hashes of their content; the bucket has no others.",
  },
  ...['OpenCampaignFunctionCAB2A6D5', 'AdvanceLaneFunction42467C13', 'CloseCampaignFunctionA97A3EB0'].map((id) => ({
    rule: wildcard(`<Run${id}.Arn>:*`),
    where: `${MACHINE}/Role/DefaultPolicy/Resource`,
    reason: 'The CDK lets the machine call any version of a function that it calls; there is none but the latest.',
  })),
  {
    rule: 'AwsSolutions-COG8',
    where: 'SignIn/Pool/Resource',
    reason:
      'Threat protection is a plan that costs two cents a month for each person; nobody signs up by themselves, and everybody needs a second factor.',
  },
];
