import type { Campaign } from '../campaign/campaign.ts';
import { contentsOf, isTemplated } from '../campaign/contents.ts';
import type { MessageFailed } from '../event/domain-event.ts';
import type { Messages } from '../message/message.store.ts';
import type { Lanes } from '../run/lane.store.ts';
import { pauseOrReopen, type PausePorts } from '../run/pause-sending.ts';
import { refusedForAll } from '../run/refused-in-a-row.ts';
import { system } from '../tenancy/actor.ts';
import { errorOf, type ErrorPorts } from './error-of.ts';
import { returnFailed } from './park-returned.ts';
import { isOfThisRun } from './refusals.ts';

export interface TemplatePorts extends PausePorts, ErrorPorts {
  readonly lanes: Pick<Lanes, 'parkWith'>;
  readonly messages: Pick<Messages, 'get' | 'returnWrite'>;
}

/**
 * Pauses a campaign whose template was refused because its person has not written. A template needs no open window, so this
 * says nothing of the person: the sender may not send the template, to nobody who has not written. The message waits.
 * @returns whether the refusal was that
 */
export async function returnRefusedTemplate(
  event: MessageFailed,
  campaign: Campaign,
  ports: TemplatePorts,
): Promise<boolean> {
  const { tenant_id, timestamp: at, data } = event;
  if (data.class !== 'outside_window' || !wasTemplate(event, campaign)) return false;
  // Nobody sends it again.
  if (campaign.status === 'cancelled') return true;
  const reference = { campaign_id: campaign.id, customer_id: data.customer.id };
  const [message, error] = await Promise.all([
    ports.messages.get(tenant_id, reference),
    errorOf(event, campaign, ports, 'template'),
  ]);
  if (message?.error_code !== data.code) return true;
  if (isOfThisRun(event, campaign))
    await pauseOrReopen(campaign, refusedForAll({ ...error, class: 'setup' }), system('failures'), ports);
  await returnFailed(campaign, [message], { until: Date.parse(at), status_reason: error.meaning }, ports);
  return true;
}

function wasTemplate({ data }: MessageFailed, campaign: Campaign): boolean {
  return isTemplated(campaign, contentsOf(campaign).find(({ key }) => key === data.content_key)?.content);
}
