import type { Campaign } from '../campaign/campaign.ts';
import type { MessageFailed } from '../event/domain-event.ts';
import type { Messages } from '../message/message.store.ts';
import { isAboutPerson, type ErrorClass } from '../provider/error-class.ts';
import type { Lanes } from '../run/lane.store.ts';
import { pauseOrReopen, pauseSending, type PausePorts } from '../run/pause-sending.ts';
import { refusedInARow } from '../run/refused-in-a-row.ts';
import { system } from '../tenancy/actor.ts';
import { errorOf, type ErrorPorts } from './error-of.ts';
import { returnFailed } from './park-returned.ts';
import { failedWith, isRefusedInARow, MAX_JUDGED, refusesNearlyAll } from './refusals.ts';

export interface StopPorts extends PausePorts, ErrorPorts {
  readonly lanes: Pick<Lanes, 'parkWith'>;
  readonly messages: Pick<Messages, 'page' | 'returnWrite'>;
}

/**
 * Pauses a campaign when one code refuses one message after another, whatever the code: then it is about something that
 * everybody's message has, and those who were refused for it wait. The newest of each lane's customers were written to
 * last, so their messages tell. A code that is known to be about its people pauses only when nearly all are refused.
 */
export async function stopRefusals(event: MessageFailed, campaign: Campaign, ports: StopPorts): Promise<void> {
  const { code, attempted_at } = event.data;
  const errorClass = event.data.class as ErrorClass;
  const isPausedForIt = campaign.status === 'paused' && campaign.paused_code === code;
  const isOfRun = campaign.status === 'sending' && attempted_at >= campaign.updated_at;
  if (!isPausedForIt && !isOfRun && campaign.status !== 'completed') return;
  if (isAboutPerson(errorClass) && !isOfRun) return;
  // A campaign that does not send now was last changed when it stopped.
  const since = isOfRun ? campaign.updated_at : (campaign.started_at ?? campaign.created_at);
  const { items } = await ports.messages.page(event.tenant_id, campaign.id, undefined, { limit: MAX_JUDGED });
  if (isAboutPerson(errorClass)) {
    if (!refusesNearlyAll(items, code, since)) return;
    const reason = { why: 'recipients_failing' as const, ...(await errorOf(event, campaign, ports)) };
    return pauseSending(campaign, reason, system('failures'), ports);
  }
  if (!isPausedForIt && !isRefusedInARow(items, code, since)) return;
  if (!isPausedForIt) {
    const reason = refusedInARow(await errorOf(event, campaign, ports));
    await pauseOrReopen(campaign, reason, system('failures'), ports);
  }
  await returnFailed(campaign, failedWith(items, code, since), { until: Date.parse(event.timestamp) }, ports);
}
