import { askedBy } from '../../shared/campaign/asked.ts';
import type { Campaigns } from '../../shared/campaign/campaign.store.ts';
import { segmentsOf } from '../../shared/campaign/criteria.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { pagesOf, type StorePage } from '../../shared/platform/page.ts';
import type { ProviderPage, Providers, SentMessage } from '../../shared/provider/provider.ts';
import type { CallbackWatches } from '../../shared/run/callback-watch.store.ts';
import type { Audiences } from '../../shared/segment/audience.store.ts';
import { resolveSegments, type NamedCriteria } from '../../shared/segment/resolve-segments.ts';
import type { Segments } from '../../shared/segment/segment.store.ts';
import type { Sender } from '../../shared/sender/sender.ts';
import type { Senders } from '../../shared/sender/sender.store.ts';
import type { CredentialVault } from '../../shared/tenancy/credentials.ts';
import { saySafe, type HoldPorts, type Restore } from './hold-campaigns.ts';
import { markSent, type Doubtful, type MarkPorts } from './mark-sent.ts';
import type { CampaignProgress, RestoreProgress } from './progress.store.ts';

const PAGE = 100;
/** How far the provider's clock may be from ours, in milliseconds. */
const SKEW = 30_000;
/** How long the sweeper listens to a sender, whose inbound messages it then has heard at least once. */
const LISTEN_FOR = 86_400_000;
/** A thousand messages each. */
const MAX_PAGES = 5_000;

export interface AskPorts extends MarkPorts {
  readonly audiences: Pick<Audiences, 'get'>;
  readonly callbackWatches: Pick<CallbackWatches, 'watchSender'>;
  readonly campaigns: HoldPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly progress: RestoreProgress;
  readonly providers: Providers<'sentPage'>;
  readonly segments: Pick<Segments, 'getAll'>;
  readonly senders: Pick<Senders, 'page'>;
}

export interface Asked {
  /** How many messages became unknown. */
  readonly unknown: number;
  /** Campaigns in doubt of which the provider has told whom they went to. */
  readonly checked: readonly string[];
  /** Senders whose list could not be read, and why. */
  readonly unasked: readonly { readonly sender_id: string; readonly why: string }[];
}

/**
 * Asks the provider what each sender of a tenant was given since, and keeps whoever got it from getting it twice; and has the
 * sweeper ask what people wrote since, since a STOP may be among it. Safe to repeat: it goes on where it was.
 */
export async function askProvider(tenant: string, restore: Restore, ports: AskPorts): Promise<Asked> {
  const { callbackWatches, progress, senders } = ports;
  const { now, restored_to } = restore;
  const noted = await progress.campaigns(tenant);
  const inDoubt = noted.filter(({ doubtful }) => doubtful);
  const unasked: { sender_id: string; why: string }[] = [];
  const checked: string[] = [];
  let unknown = 0;
  const page = (after: StorePage<Sender>['last']) => senders.page(tenant, { limit: PAGE, after });
  for await (const { items } of pagesOf<StorePage<Sender>>(page)) {
    for (const sender of items) {
      const heard_until = Date.parse(restored_to) - SKEW;
      await callbackWatches.watchSender({
        tenant_id: tenant,
        sender_id: sender.id,
        until: now + LISTEN_FOR,
        next_at: now,
        heard_until,
      });
      const doubtful = (await Promise.all(inDoubt.map((one) => read(tenant, one, sender, ports)))).flat();
      if (doubtful.length === 0) continue;
      const asked = await askOf(sender, doubtful, restore, ports);
      unknown += asked.unknown;
      if (asked.why !== undefined) unasked.push({ sender_id: sender.id, why: asked.why });
      else {
        for (const { campaign } of doubtful) await saySafe(campaign, restore, ports);
        checked.push(...doubtful.map(({ campaign }) => campaign.id));
      }
    }
  }
  return { unknown, checked, unasked };
}

/** A campaign in doubt as this sender's; none when it is another's, or its audience cannot be told. */
async function read(
  tenant: string,
  noted: CampaignProgress,
  sender: Sender,
  { audiences, campaigns, segments }: AskPorts,
): Promise<Doubtful[]> {
  const { campaign_id } = noted;
  const campaign = await campaigns.get(tenant, campaign_id);
  if (campaign?.sender_id !== sender.id) return [];
  const asked = askedBy(campaign);
  if (asked.every((criteria) => segmentsOf(criteria).length === 0)) return [{ campaign, noted, segments: new Map() }];
  const kept: NamedCriteria | undefined = await audiences.get(tenant, campaign_id);
  if (kept) return [{ campaign, noted, segments: kept }];
  const resolved = await resolveSegments(tenant, asked, segments);
  return 'fault' in resolved ? [] : [{ campaign, noted, segments: resolved.segments }];
}

/** @returns `why` the list could not be read to its end, if it could not */
async function askOf(
  sender: Sender,
  doubtful: readonly Doubtful[],
  { now, restored_to }: Restore,
  ports: AskPorts,
): Promise<{ readonly unknown: number; readonly why?: string }> {
  const { credentials, progress, providers } = ports;
  const { tenant_id, id, phone_number } = sender;
  const asked = doubtful.map(({ campaign }) => campaign.id);
  const found = await progress.sender(tenant_id, id);
  // For a campaign whose audience could not be told before, the list is gone through again from the beginning.
  const noted = asked.every((campaign) => found?.campaigns.includes(campaign)) ? found : undefined;
  if (noted?.complete) return { unknown: 0 };
  const account = await credentials.get(tenant_id);
  // First, so that whatever is written below is counted, even by a command that goes on where this one was ended.
  for (const one of doubtful) await progress.setCampaign(tenant_id, { ...one.noted, rebuilt: false });
  if (!account) return { unknown: 0, why: 'The tenant has no credentials: store them with PATCH /v1/tenant.' };
  const since = Date.parse(restored_to) - SKEW;
  let after = noted?.after;
  let unknown = 0;
  for (let number = 0; number < MAX_PAGES; number += 1) {
    let page: ProviderPage<SentMessage> | undefined;
    try {
      page = await providers(sender.provider).sentPage(account, phone_number, { since, after });
    } catch (error) {
      return { unknown, why: error instanceof Error ? error.message : 'The provider did not answer.' };
    }
    if (!page) return { unknown, why: 'The provider has no list of what a sender sent.' };
    const listed = page.items.filter(({ created_at }) => created_at >= since);
    const marked = await markSent(tenant_id, listed, doubtful, timestamp(now), ports);
    for (const count of marked.values()) unknown += count;
    after = page.next;
    const complete = after === undefined;
    await progress.setSender(tenant_id, id, { complete, campaigns: asked, ...(after !== undefined && { after }) });
    if (after === undefined) return { unknown };
  }
  return { unknown, why: `The list has more than ${MAX_PAGES} pages: repeat the command to go on.` };
}
