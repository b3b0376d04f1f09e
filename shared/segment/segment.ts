import * as z from 'zod';

import { patchShape, wireShape } from '../contract/derive.ts';
import { storedCriteria, targetCriteria } from '../campaign/audience.ts';
import { idOf } from '../platform/ids.ts';

/** In bytes of JSON: a campaign's audience keeps the criteria of all segments that it names, in one item of 400 KB. */
const MAX_BYTES = 20_000;

const criteria = targetCriteria
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= MAX_BYTES, {
    message: `has more than ${MAX_BYTES} bytes`,
    params: { code: 'too_big' },
  })
  .describe('Who is in it: whoever meets all of the criteria.');

/** The fields that callers give. */
const fields = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'No two segments have the same.', examples: ['Regulars in Recife'] }),
  description: z.string().max(2000).optional().describe('For your own people.'),
  criteria,
});

export const segmentDraft = fields.meta({
  id: 'SegmentDraft',
  examples: [{ name: 'Regulars in Recife', criteria: { tags_any: ['regular'], attributes: { city: 'Recife' } } }],
});
export const segmentChange = z
  .strictObject(patchShape(fields.shape))
  .meta({ id: 'SegmentChange', examples: [{ name: 'Regulars' }] });

const stored = {
  ...fields.shape,
  criteria: storedCriteria.describe('Who is in it: whoever meets all of the criteria.'),
  id: idOf('seg'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};

export const segment = z.object({ ...stored, tenant_id: idOf('ten') });
export type Segment = z.infer<typeof segment>;

/** How many customers are in a segment, as far as they were counted. */
export const segmentCount = z
  .object({
    customers: z.int().describe('How many of those who were looked at are in it.'),
    looked_at: z.int().describe('How many customers were looked at.'),
    complete: z.boolean().describe('Whether these are all; false when there are more than a request can look at.'),
  })
  .meta({ id: 'SegmentCount' });
export type SegmentCount = z.infer<typeof segmentCount>;

export const segmentWire = z
  .object({
    ...wireShape(stored),
    count: segmentCount.nullable().default(null).describe('Who is in it now. Only where one segment is read.'),
  })
  .meta({ id: 'Segment' });
