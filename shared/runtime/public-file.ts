import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { build, type Built, type Dependencies } from './dependency.ts';
import type { Contract } from '../contract/route.ts';
import { inRequestContext } from './in-log-context.ts';
import { logged, problems, type Event } from './middleware.ts';

/** In seconds. The provider fetches the same file for each message; whoever removes one waits so long until nobody has it. */
const MAX_AGE = 3_600;

/** A file, under a name that a header can carry as it is, or where it is to be fetched. */
type PublicFile =
  { readonly bytes: Uint8Array; readonly type: string; readonly name: string } | { readonly location: string };

/** The Lambda handler of a file that anybody may read who knows its address, for browsers to show and not to run. */
export function publicFile<Needs extends Dependencies>(
  contract: Contract,
  handle: (token: string, method: 'GET' | 'HEAD', dependencies: Built<Needs>) => Promise<PublicFile>,
  needs: Needs,
) {
  const ports = build(needs);
  const run = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems())
    .handler(async ({ pathParameters, requestContext }): Promise<APIGatewayProxyStructuredResultV2> => {
      const file = await handle(
        pathParameters?.['token'] ?? '',
        requestContext.http.method === 'HEAD' ? 'HEAD' : 'GET',
        ports,
      );
      // A signed address is good for an hour from now, so no cache keeps it.
      if ('location' in file) return { statusCode: 302, headers: { location: file.location } };
      return {
        statusCode: 200,
        headers: {
          'content-type': file.type,
          'content-disposition': `inline; filename="${file.name}"`,
          'cache-control': `public, max-age=${MAX_AGE}`,
          'x-robots-tag': 'noindex',
        },
        body: Buffer.from(file.bytes).toString('base64'),
        isBase64Encoded: true,
      };
    });
  return inRequestContext(contract, run);
}
