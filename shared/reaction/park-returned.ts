import type { Campaign } from '../campaign/campaign.ts';
import type { Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { laneOf } from '../platform/lanes.ts';
import { idOfText } from '../platform/packed-ids.ts';
import { newChunk, type UnscheduledChunk } from '../run/chunk.ts';
import type { Lanes, Waiting } from '../run/lane.store.ts';

/** Until when a message waits, in milliseconds since the epoch, and for which limit, if it does. */
interface Wait {
  readonly until: number;
  readonly why?: NonNullable<Waiting['why']> | undefined;
  /** What the messages say of it, if another thing than that they failed for. */
  readonly status_reason?: string | undefined;
}

type CampaignKey = Pick<Campaign, 'tenant_id' | 'id'>;

/** Parks a message that waits already. The same message and time are parked once, however often the event is delivered. */
export async function parkReturned(
  campaign: CampaignKey,
  customer_id: string,
  { until, why }: Wait,
  lanes: Pick<Lanes, 'park'>,
): Promise<void> {
  await lanes.park(chunkFor(campaign, customer_id, until), until, { why });
}

/** Makes failed messages wait, and parks them: both or neither, so that nobody waits forever. */
export async function returnFailed(
  campaign: CampaignKey,
  failed: readonly Message[],
  { until, why, status_reason }: Wait,
  { lanes, messages }: { readonly lanes: Pick<Lanes, 'parkWith'>; readonly messages: Pick<Messages, 'returnWrite'> },
): Promise<void> {
  for (const message of failed) {
    const write = messages.returnWrite(campaign.tenant_id, message, {
      isMarketing: why === 'marketing_limit',
      status_reason,
    });
    await lanes.parkWith(write, chunkFor(campaign, message.customer_id, until), until, { why });
  }
}

/** Parks a message that waits already, and counts it: both, or neither if that was done before. */
export async function parkAgain(
  campaign: CampaignKey,
  waiting: Message,
  until: number,
  status_reason: string,
  { lanes, messages }: { readonly lanes: Pick<Lanes, 'parkWith'>; readonly messages: Pick<Messages, 'waitAgainWrite'> },
): Promise<void> {
  const write = messages.waitAgainWrite(campaign.tenant_id, waiting, status_reason);
  await lanes.parkWith(write, chunkFor(campaign, waiting.customer_id, until), until, {});
}

/** Each waits by itself, since nobody knows which others came back. */
function chunkFor({ tenant_id, id: campaign_id }: CampaignKey, customer_id: string, until: number): UnscheduledChunk {
  const id = idOfText('chk', [campaign_id, until, customer_id].join(' '));
  return newChunk(
    { id, tenant_id, campaign_id, lane: laneOf(customer_id) },
    { recipients: [customer_id], messages: 1 },
  );
}
