import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A gateway's event, in the parts that are read. */
export function eventOf(given: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/v1/things',
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      requestId: 'req_1',
      http: { method: 'GET', sourceIp: '192.0.2.1' },
    } as APIGatewayProxyEventV2['requestContext'],
    ...given,
  };
}

export const json = (body: unknown, headers: Record<string, string> = {}) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
