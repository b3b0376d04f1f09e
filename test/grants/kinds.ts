/** What a grant is for: who calls what in whose name. */
export const KINDS = [
  'what a function calls',
  'what Lambda reads for a function',
  'a role that is passed',
  'a function that the state machine calls',
  'an execution of the map',
  'a function that a schedule calls',
  'a queue that a rule delivers to',
  'route',
] as const;
export type Kind = (typeof KINDS)[number] | 'other';

const READS =
  /^(sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes|ChangeMessageVisibility)|dynamodb:(DescribeStream|GetShardIterator|GetRecords|ListStreams))$/;

/** @param type of the resource that the policy is part of, or is @param logicalId of that resource */
export function kindOf(type: string, logicalId: string, action: string): Kind {
  if (type === 'AWS::SQS::QueuePolicy')
    return action === 'sqs:SendMessage' ? 'a queue that a rule delivers to' : 'other';
  if (type !== 'AWS::IAM::Role' && type !== 'AWS::IAM::Policy') return 'other';
  if (action === 'iam:PassRole') return 'a role that is passed';
  if (/RunMachine/.test(logicalId)) {
    if (action === 'lambda:InvokeFunction') return 'a function that the state machine calls';
    return action === 'states:StartExecution' ? 'an execution of the map' : 'other';
  }
  if (action === 'lambda:InvokeFunction') return 'a function that a schedule calls';
  return READS.test(action) ? 'what Lambda reads for a function' : 'what a function calls';
}
