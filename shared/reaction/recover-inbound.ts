import { handleInbound, type InboundPorts } from '../interaction/handle-inbound.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { foldText } from '../platform/fold-text.ts';
import type { Log } from '../platform/log.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { Credentials, ListedInbound, Provider } from '../provider/provider.ts';
import type { CallbackWatches } from '../run/callback-watch.store.ts';
import type { Recovery } from '../run/callback-watch.ts';
import type { Sender } from '../sender/sender.ts';

/** How many people's messages are handled at the same time. */
const AT_ONCE = 10;
/** How far the provider's clock may be from ours, in milliseconds. */
const SKEW = 30_000;

export interface ReceivedPorts extends InboundPorts {
  readonly callbackWatches: Pick<CallbackWatches, 'heardUntil'>;
  readonly campaigns: InboundPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly log: Log;
  /** Newer messages (milliseconds) are left to their webhook, which the provider may still be repeating. */
  readonly webhookSettlesAfter: number;
}

export interface ReceivedFrom {
  readonly sender: Pick<Sender, 'phone_number'>;
  readonly account: Credentials;
  readonly provider: Pick<Provider, 'receivedPage'>;
}

/**
 * Handles one page of what people wrote to a sender as if a webhook had brought it. What a webhook did bring is known by its
 * id and changes nothing. Once the list is through, the watch says so.
 * @returns where the next page begins, if there is one
 */
export async function recoverInbound(
  { tenant_id, sender_id, since, begun, after }: Extract<Recovery, { kind: 'list_received' }>,
  { sender, account, provider }: ReceivedFrom,
  ports: ReceivedPorts,
): Promise<string | undefined> {
  const page = await provider.receivedPage(account, sender.phone_number, { since: since - SKEW, after });
  if (!page) return undefined;
  const until = begun - ports.webhookSettlesAfter;
  const missing = page.items.filter(({ received_at }) => received_at >= since - SKEW && received_at <= until);
  const people = Map.groupBy(missing, ({ from, whatsapp_user_id }) => from ?? whatsapp_user_id);
  const taps = await sideBySide([...people.values()], AT_ONCE, (written) => handleInOrder(tenant_id, written, ports));
  countLostTaps(tenant_id, taps.flat(), ports);
  const isThrough = page.next === undefined || page.items.some(({ received_at }) => received_at < since - SKEW);
  if (!isThrough) return page.next;
  await ports.callbackWatches.heardUntil({ tenant_id, sender_id }, until);
  return undefined;
}

/** What one person wrote, the oldest first. @returns the campaigns whose buttons were tapped, as far as can be told */
async function handleInOrder(tenant_id: string, written: ListedInbound[], ports: ReceivedPorts): Promise<string[]> {
  const lost: string[] = [];
  for (const { received_at, ...inbound } of written.toSorted((a, b) => a.received_at - b.received_at)) {
    const handled = await handleInbound(tenant_id, { ...inbound, media_urls: [], written_at: received_at }, ports);
    if (!handled) continue;
    const { kind, campaign_id } = handled;
    ports.log('inbound.recovered', { tenant_id, campaign_id, code: kind });
    if (campaign_id && (await isButtonTitle(tenant_id, campaign_id, inbound.text, ports))) lost.push(campaign_id);
  }
  return lost;
}

/** The list shows a tap as its button's title and nothing else, like words that a person wrote. It is never taken for a tap. */
async function isButtonTitle(
  tenant: string,
  campaign_id: string,
  text: string,
  { campaigns }: Pick<ReceivedPorts, 'campaigns'>,
): Promise<boolean> {
  const buttons = (await campaigns.get(tenant, campaign_id))?.buttons ?? [];
  return buttons.some(({ type, title }) => type === 'reply' && foldText(title) === foldText(text));
}

function countLostTaps(tenant_id: string, campaigns: readonly string[], { log }: Pick<ReceivedPorts, 'log'>): void {
  for (const [campaign_id, taps] of Map.groupBy(campaigns, (id) => id))
    log('tap.lost', { tenant_id, campaign_id, count: taps.length });
}
