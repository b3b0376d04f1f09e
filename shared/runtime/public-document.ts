import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { Contract } from '../contract/route.ts';
import { logged, problems, type Event } from './middleware.ts';

/** In seconds: a deployment may change what is described. */
const MAX_AGE = 300;

/** The Lambda handler of a route that gives everybody the same JSON, which caches may keep. It looks at nothing but the path. */
export function publicDocument(contract: Contract, body: string) {
  const headers = { 'content-type': 'application/json', 'cache-control': `public, max-age=${MAX_AGE}` };
  return middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems())
    .handler(() => ({ statusCode: 200, headers: { ...headers }, body }));
}
