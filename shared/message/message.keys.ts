import { laneOf } from '../platform/lanes.ts';
import { lanePartition } from './lane-partition.ts';
import type { MessageReference } from './message-token.ts';

const PREFIX = 'MESSAGE#';

export const keys = {
  prefix: PREFIX,
  message: (tenant: string, { campaign_id, customer_id }: MessageReference) => ({
    pk: lanePartition(tenant, campaign_id, laneOf(customer_id)),
    sk: `${PREFIX}${customer_id}`,
  }),
};
