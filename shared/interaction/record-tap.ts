import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { Ids } from '../platform/ids.ts';
import { localTime, type Interaction, type Tap } from './interaction.ts';
import type { Interactions } from './interaction.store.ts';

/** A customer, a campaign, and the message it sent them. */
export interface Tapped {
  readonly campaign: Campaign;
  readonly customer: Pick<Customer, 'id' | 'timezone' | 'same_as'>;
  readonly message: Message;
}

/** The ports for recording a tap. */
export interface TapPorts {
  readonly customers: Pick<Customers, 'noteTap'>;
  readonly interactions: Pick<Interactions, 'record' | 'byTap'>;
  readonly messages: Pick<Messages, 'get' | 'tapWrite'>;
  readonly ids: Ids;
}

/** How many other taps of one person may come in between. */
const MAX_TRIES = 10;

/** Whether the message may have reached the customer, so that they can tap its buttons. */
export function wasSent({ status }: Message): boolean {
  return !['retry', 'skipped'].includes(status);
}

/** Whether a tap is what its campaign's experiment counts. */
function isCounted(
  { experiment }: Campaign,
  { phase, tried_at }: Message,
  { button, clicked_at }: Pick<Tap, 'button' | 'clicked_at'>,
): boolean {
  const { metric, button_id } = experiment ?? {};
  if (phase !== 'test' || metric !== 'tapped' || (button_id !== undefined && button_id !== button.id)) return false;
  // A caller may name any time; one before the message would keep the real tap from counting.
  return tried_at === undefined || tried_at <= clicked_at;
}

/**
 * Records a tap once: the interaction, its mark and the message's `clicked_buttons` in one transaction; then when
 * the customer last tapped.
 * @returns the interaction, and whether it is new
 */
export async function recordTap(
  { campaign, customer, message }: Tapped,
  tap: Tap,
  { customers, interactions, messages, ids }: TapPorts,
): Promise<{ interaction: Interaction; recorded: boolean }> {
  const { tenant_id } = campaign;
  const sent = message.delivered_at ?? message.accepted_at;
  const interaction: Interaction = {
    id: ids.at('int', Date.parse(tap.clicked_at)),
    tenant_id,
    campaign_id: campaign.id,
    customer_id: customer.id,
    message_id: message.id,
    ...(message.content_key !== undefined && { content_key: message.content_key }),
    ...(message.arm !== undefined && { variant: message.arm }),
    button_id: tap.button.id,
    button_title: tap.button.title,
    button_type: tap.button.type,
    source: tap.source,
    clicked_at: tap.clicked_at,
    ...(sent && { response_seconds: Math.max(0, (Date.parse(tap.clicked_at) - Date.parse(sent)) / 1000) }),
    ...localTime(tap.clicked_at, customer.timezone),
    ...(tap.response_message && { response_message: tap.response_message }),
    ...(tap.metadata && { metadata: tap.metadata }),
  };
  const recorded = await recordWith(campaign, message, interaction, tap, { interactions, messages });
  // After the tap, also of one that is reported again: the first report may have died in between.
  await customers.noteTap(tenant_id, customer.same_as ?? customer.id, tap.clicked_at);
  return recorded;
}

/** Records it with what it changes of its message: where an experiment counts, the earliest tap does, in whichever order they come in. */
async function recordWith(
  campaign: Campaign,
  message: Message,
  interaction: Interaction,
  tap: Tap,
  { interactions, messages }: Pick<TapPorts, 'interactions' | 'messages'>,
): Promise<{ interaction: Interaction; recorded: boolean }> {
  const { tenant_id, id } = campaign;
  let current: Message | undefined = message;
  for (let tries = 0; tries < MAX_TRIES && current; tries += 1) {
    const isFirst =
      isCounted(campaign, current, tap) && (current.did_at === undefined || tap.clicked_at < current.did_at);
    const also = messages.tapWrite(tenant_id, current, tap.button.id, tap.clicked_at, isFirst);
    if (await interactions.record(interaction, tap, also)) return { interaction, recorded: true };
    const known = await interactions.byTap(tenant_id, id, tap.key);
    if (known) return { interaction: known, recorded: false };
    // Another tap that counts came in between.
    current = await messages.get(tenant_id, current);
  }
  throw new Error('A tap could not be recorded: its message is gone, or others were counted all the time.');
}
