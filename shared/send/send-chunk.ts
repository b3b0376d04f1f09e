import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Choices } from '../message/choice.store.ts';
import { withKeptChoices } from '../run/choose-contents.ts';
import { withPicks, type Picker } from '../run/picker.ts';
import type { Chunk } from '../run/chunk.ts';
import { countsAgainstDailyLimit, limitOfCampaign } from '../run/reserve-for-lane.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import type { Providers } from '../provider/provider.ts';
import { duration } from '../sender/sender.ts';
import { readLimits, type LimitPorts } from '../sender/read-limits.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { stopOf, type StopPorts } from '../tenancy/sending-stop.ts';
import type { Spends } from '../tenancy/spend.store.ts';
import { spendingOf } from '../tenancy/spending.ts';
import { carryOut } from './carry-out.ts';
import { ChunkLeased } from './chunk-leased.ts';
import { decideByCampaign, decideBySender } from './decide-chunk.ts';
import { remainingChunk } from './defer-chunk.ts';
import { followUpChunk, type FollowUpPorts } from './follow-up-chunk.ts';
import { selectRecipients, withinDailyLimit } from './select-recipients.ts';
import { sendInSlot } from './send-in-slot.ts';
import type { SendPorts } from './send-message.ts';
import { withinSpendCap } from './within-spend-cap.ts';

/** A chunk that would take longer than this (milliseconds) is split again: far less than its function's timeout. */
const MAX_DURATION = 5_000;

export interface ChunkPorts extends FollowUpPorts, SendPorts, LimitPorts, StopPorts {
  readonly campaigns: FollowUpPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly choices: Pick<Choices, 'ofCustomers'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'getAll'>;
  readonly dailyCounts: Pick<DailyCounts, 'reserve'>;
  readonly messages: SendPorts['messages'];
  readonly picker: Pick<Picker, 'armsFor'>;
  readonly priceLists: Providers<'prices'>;
  readonly senders: FollowUpPorts['senders'] & LimitPorts['senders'] & Pick<Senders, 'yieldToReplies'>;
  readonly spends: Pick<Spends, 'reserve'>;
}

/**
 * Sends one chunk in its slot, evenly spaced: every message that nobody has claimed yet. Recipients who cannot be sent to
 * now are deferred, never dropped. Each step is a file of its own: `decide-chunk`, `select-recipients`, `send-in-slot`,
 * `follow-up-chunk`; `carry-out` carries out decisions other than sending.
 * @throws ChunkLeased when the queue must deliver the chunk again
 */
export async function sendChunk(chunk: Chunk, ports: ChunkPorts): Promise<void> {
  const { campaigns, clock, credentials: vault, customers, senders, tenants } = ports;
  const { tenant_id } = chunk;

  // 1. Does its campaign send now, and is this its slot?
  const campaign = await campaigns.get(tenant_id, chunk.campaign_id);
  const byCampaign = decideByCampaign(chunk, campaign, clock.now());
  if (byCampaign.do !== 'send' || !campaign) return carryOut(byCampaign, chunk, campaign, ports);
  // Of a chunk that was planned or delivered twice, the second may come when all is over: nobody would take up what it parks.
  if (campaign.status === 'completed' && (await isSettled(chunk, ports))) return;

  // 2. May anything be sent, and can its sender send now?
  const [sender, tenant, credentials, found] = await Promise.all([
    senders.get(tenant_id, campaign.sender_id),
    tenants.get(tenant_id),
    vault.get(tenant_id, Date.parse(campaign.updated_at)),
    customers.getAll(tenant_id, chunk.recipients),
  ]);
  const stopped = await stopOf(tenant, ports);
  if (stopped)
    return carryOut({ do: 'pause', reason: { why: 'sending_stopped', by: stopped } }, chunk, campaign, ports);
  const bySender = decideBySender(chunk, sender, credentials, clock.now());
  if (bySender.do !== 'send' || !sender || !credentials) return carryOut(bySender, chunk, campaign, ports);
  const limit = limitOfCampaign(campaign, sender, clock.now());
  if (limit) return carryOut({ do: 'park', limit }, chunk, campaign, ports);
  if (!tenant?.link_secret) throw new Error('The tenant of a sending campaign has no key to sign links with.');
  if (await senders.yieldToReplies(sender, chunk.messages)) return carryOut({ do: 'defer' }, chunk, campaign, ports);

  // 3. Who may be sent to now?
  const begin = Math.max(chunk.slot_at, clock.now());
  const slot = { begin, end: begin + MAX_DURATION };
  const hours = campaign.sending_hours ?? tenant.sending_hours;
  const people = await withPicks(campaign, await withKeptChoices(campaign, found, ports), slot.begin, ports);
  const selected = await selectRecipients(chunk, people, { campaign, sender, hours, slot }, ports);
  if (duration(selected.recipients.length - 1, sender.rate) > MAX_DURATION) {
    const rest = remainingChunk(
      chunk,
      selected.recipients.map(({ id }) => id),
    );
    await carryOut({ do: 'defer' }, rest, campaign, ports);
    if (selected.isLeased) throw new ChunkLeased();
    return;
  }
  const permitted = countsAgainstDailyLimit(campaign, sender)
    ? await withinDailyLimit(chunk, selected.recipients, { slot, sender }, ports)
    : selected.recipients;
  const spending = tenant.spend_cap && spendingOf(tenant, ports.priceLists(sender.provider).prices());
  const recipients = await withinSpendCap(chunk, permitted, { campaign, sender, slot, spending }, ports);

  // 4. Send to each of them, and 5. follow up on the results.
  const holder = ports.ids.next('chk');
  const { frequency_cap: cap, link_secret: linkSecret } = tenant;
  const results = await sendInSlot(
    chunk,
    recipients,
    { campaign, sender, credentials, holder, cap, linkSecret, planned_at: chunk.planned_at },
    ports,
  );
  await followUpChunk(chunk, { campaign, sender }, recipients, results, ports);
  await readLimits(sender, credentials, clock.now(), ports);
  if (selected.isLeased || [...results.values()].some(({ kind }) => kind === 'leased')) throw new ChunkLeased();
}

async function isSettled({ tenant_id, campaign_id, recipients }: Chunk, { messages }: ChunkPorts): Promise<boolean> {
  const settled = await messages.settledAmong(tenant_id, campaign_id, recipients);
  return recipients.every((id) => settled.has(id));
}
