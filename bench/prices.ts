/** What one unit costs: AWS list prices on demand, us-east-1, without free tiers, as of November 2026. */
export const PRICES = {
  write_units: { what: 'DynamoDB write units', usd: 0.625e-6, source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  read_units: { what: 'DynamoDB read units', usd: 0.125e-6, source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  // Lambda reads a stream free of charge.
  stream_reads: { what: 'DynamoDB stream reads', usd: 0, source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  sqs_requests: { what: 'SQS requests', usd: 0.4e-6, source: 'aws.amazon.com/sqs/pricing' },
  invocations: { what: 'Lambda invocations', usd: 0.2e-6, source: 'aws.amazon.com/lambda/pricing' },
  // arm64: a fifth less than x86.
  gigabyte_seconds: { what: 'Lambda GB-seconds', usd: 0.0000133334, source: 'aws.amazon.com/lambda/pricing' },
  http_requests: { what: 'HTTP API requests', usd: 1e-6, source: 'aws.amazon.com/api-gateway/pricing' },
  transitions: { what: 'Step Functions transitions', usd: 25e-6, source: 'aws.amazon.com/step-functions/pricing' },
  events: { what: 'EventBridge events', usd: 1e-6, source: 'aws.amazon.com/eventbridge/pricing' },
  log_gigabytes: { what: 'CloudWatch log GB', usd: 0.5, source: 'aws.amazon.com/cloudwatch/pricing' },
  traces: { what: 'X-Ray traces', usd: 5e-6, source: 'aws.amazon.com/xray/pricing' },
} as const;

export type Unit = keyof typeof PRICES;
export type Units = Readonly<Record<Unit, number>>;

export const UNITS = Object.keys(PRICES) as Unit[];
