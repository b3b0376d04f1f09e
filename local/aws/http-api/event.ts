import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from '../services/service.ts';

/** Bodies of these types are passed as text; all others, forms and those without a type included, in base64. */
const TEXT_TYPES = /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i;

/** Headers of the connection, and cookies, which have a field of their own. */
const OMITTED_HEADERS = new Set(['connection', 'cookie', 'keep-alive', 'transfer-encoding']);

export interface HttpRequest {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Decoded, as API Gateway puts it into `rawPath`. */
  readonly path: string;
  readonly rawQueryString: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The event of payload format 2.0. What a request does not have is left out, as API Gateway does.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent({
  request,
  requestId,
  path,
  rawQueryString,
  routeKey,
  pathParameters,
  body,
}: HttpRequest): APIGatewayProxyEventV2 {
  const { method = '', httpVersion, socket } = request;
  const sourceIp = (socket.remoteAddress ?? '').replace('::ffff:', '');
  const headers = eventHeaders(request, sourceIp);
  const domainName = (headers['host'] ?? '').replace(/:\d+$/, '');
  const isBase64Encoded = body.length > 0 && !TEXT_TYPES.test(headers['content-type'] ?? '');
  const cookies = request.headersDistinct['cookie']?.flatMap((header) => header.split(/;\s*/));
  const query = joinValues(Map.groupBy(new URLSearchParams(rawQueryString), ([name]) => name));
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString,
    ...(cookies && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: { method, path, protocol: `HTTP/${httpVersion}`, sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

function eventHeaders({ headersDistinct, socket }: IncomingMessage, sourceIp: string): Record<string, string> {
  const sent = Object.entries(headersDistinct).filter(([name]) => !OMITTED_HEADERS.has(name));
  return {
    ...Object.fromEntries(sent.map(([name, values = []]) => [name, values.join(',')])),
    'x-amzn-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': [...(headersDistinct['x-forwarded-for'] ?? []), sourceIp].join(', '),
    'x-forwarded-port': String(socket.localPort),
    'x-forwarded-proto': 'http',
  };
}

function joinValues(parameters: Map<string, [string, string][]>): Record<string, string> | undefined {
  if (parameters.size === 0) return undefined;
  return Object.fromEntries([...parameters].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(',')]));
}

/** '12/Mar/2020:19:03:58 +0000' */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
