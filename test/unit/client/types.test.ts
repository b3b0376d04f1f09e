import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';

import {
  answerOf,
  entries,
  heraldClient,
  pages,
  type Entry,
  type ListPath,
  type Schemas,
} from '../../../client/src/client.ts';
import type { campaignWire } from '../../../shared/campaign/campaign.wire.ts';

/** Never called: `npm run check:types` reads it, and each line marked as an error has to be one. */
async function _refused(herald: ReturnType<typeof heraldClient>): Promise<void> {
  // @ts-expect-error -- a campaign needs a name
  await herald.POST('/v1/campaigns', { body: { message_content: 'Hello' } });
  // @ts-expect-error -- 'fax' is no media type
  await herald.POST('/v1/campaigns', { body: { name: 'A', message_content: 'Hello', media_type: 'fax' } });
  // @ts-expect-error -- the body is missing
  await herald.POST('/v1/customers');
  // @ts-expect-error -- the path's id is missing
  await herald.GET('/v1/campaigns/{id}');
  // @ts-expect-error -- there is no such path
  await herald.GET('/v1/campaign');
  // @ts-expect-error -- a report is only read
  await herald.DELETE('/v1/campaigns/{id}/report', { params: { path: { id: 'cmp_1' } } });
  // @ts-expect-error -- 'lost' is no status
  await herald.GET('/v1/campaigns', { params: { query: { status: 'lost' } } });
  // @ts-expect-error -- a tenant is no list
  pages(herald, '/v1/tenant', {});
  // @ts-expect-error -- the path's id is missing
  pages(herald, '/v1/campaigns/{id}/messages', {});
  // @ts-expect-error -- an error has no such field
  (await herald.GET('/v1/tenant')).error?.reason.trim();
}

test('answers, errors and entries have the types of the contracts', () => {
  type Called = typeof _refused;
  expectTypeOf<Called>().toBeFunction();
  expectTypeOf<Schemas['Campaign']>().toExtend<z.infer<typeof campaignWire>>();
  expectTypeOf<z.infer<typeof campaignWire>>().toExtend<Schemas['Campaign']>();
  expectTypeOf<Entry<'/v1/campaigns/{id}/messages'>['status']>().toEqualTypeOf<Schemas['MessageStatus']>();
  expectTypeOf<'/v1/customers'>().toExtend<ListPath>();
  expectTypeOf<'/v1/me'>().not.toExtend<ListPath>();
  const herald = heraldClient({ baseUrl: 'http://localhost', credential: 'hk_x' });
  const read = () => answerOf(herald.GET('/v1/tenant'));
  expectTypeOf(read).returns.resolves.toHaveProperty('sending_hours');
  expectTypeOf(entries(herald, '/v1/senders', {})).toExtend<AsyncIterable<{ phone_number: string }>>();
});
