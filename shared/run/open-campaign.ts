import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { contentOf, needsTemplate } from '../content/content.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { stopsEveryone } from '../provider/error-class.ts';
import { ProviderRefusal, type Credentials, type Providers, type Review } from '../provider/provider.ts';
import { readLimits, type LimitPorts } from '../sender/read-limits.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Templates } from '../template/template.store.ts';
import { system } from '../tenancy/actor.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { ensureRunBegun } from './begin-run.ts';
import { lanesWithWork, type WorkPorts } from './lanes-with-work.ts';
import { pauseSending, type PauseReason } from './pause-sending.ts';
import { refusedForAll } from './refused-in-a-row.ts';
import type { UnreachableAddress } from './require-address.ts';
import type { Run } from './run.ts';

/**
 * Seconds between two requests for a template's review. WhatsApp mostly answers within minutes, sometimes within two
 * days: the run waits a tenth of the time waited so far, within these limits, so two days take a few hundred requests.
 */
const REVIEW_WAIT = { min: 2, max: 600 };

/** What the run does next: work on some of its lanes (0 to 15), ask again later, or end. */
export type Opening =
  | { readonly proceed: 'lanes'; readonly lanes: readonly number[] }
  | { readonly proceed: 'stop' }
  | { readonly proceed: 'wait'; readonly wait_seconds: number };

type Preparation = Exclude<Opening, { readonly proceed: 'lanes' }> | { readonly proceed: 'lanes' };

export interface OpenPorts extends WorkPorts, LimitPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'begin' | 'tryTransition' | 'setTemplate' | 'setStatusReason'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly senders: LimitPorts['senders'] & Pick<Senders, 'get'>;
  readonly templateProviders: Providers<'ensureTemplate'>;
  readonly templates: Pick<Templates, 'ofTenant'>;
  readonly tenants: Pick<Tenants, 'ensureLinkSecret'>;
  readonly unreachableAddress: UnreachableAddress;
}

/** The first act of a run: makes sure that the campaign is in this run and that its template is ready at the provider. */
export async function openCampaign(run: Run, ports: OpenPorts): Promise<Opening> {
  const preparation = await prepareRun(run, ports);
  if (preparation.proceed !== 'lanes') return preparation;
  return { ...preparation, lanes: await lanesWithWork(run, ports) };
}

async function prepareRun(run: Run, ports: OpenPorts): Promise<Preparation> {
  const campaign = await ensureRunBegun(run, ports);
  if (campaign?.run !== run.run) return { proceed: 'stop' };
  if (campaign.status === 'cancelled') return { proceed: 'lanes' };
  if (campaign.status !== 'sending') return { proceed: 'stop' };
  await ports.tenants.ensureLinkSecret(run.tenant_id, ports.ids.secret());
  const vault = await ports.credentials.get(run.tenant_id, Date.parse(campaign.updated_at));
  if (!vault) return stop(campaign, { why: 'credentials_missing' }, ports);
  const sender = await ports.senders.get(run.tenant_id, campaign.sender_id);
  if (sender) await readLimits(sender, vault, ports.clock.now(), ports);
  if (ports.unreachableAddress !== null)
    return stop(campaign, { why: 'address_unreachable', address: ports.unreachableAddress }, ports);
  const isReady = campaign.provider_template_id !== undefined || !needsTemplate(contentOf(campaign));
  return isReady ? { proceed: 'lanes' } : prepareTemplate(campaign, vault, ports);
}

async function prepareTemplate(campaign: Campaign, credentials: Credentials, ports: OpenPorts): Promise<Preparation> {
  const { tenant_id, sender_id } = campaign;
  const sender = await ports.senders.get(tenant_id, sender_id);
  const provider = ports.templateProviders(sender?.provider);
  try {
    const registry = ports.templates.ofTenant(tenant_id);
    const template = await provider.ensureTemplate(credentials, contentOf(campaign), 'campaign', registry);
    return await proceedByReview(campaign, template, ports);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const reason = stopsEveryone(error.error.class)
      ? refusedForAll(error.error)
      : { why: 'template_refused' as const, detail: error.message };
    return stop(campaign, reason, ports);
  }
}

async function proceedByReview(
  campaign: Campaign,
  { template_id, review }: { readonly template_id: string; readonly review: Review },
  ports: OpenPorts,
): Promise<Preparation> {
  if (review.state === 'rejected') return stop(campaign, { why: 'template_refused', detail: review.reason }, ports);
  if (review.state === 'pending') return awaitReview(campaign, ports);
  await ports.campaigns.setTemplate(campaign, template_id);
  return { proceed: 'lanes' };
}

async function awaitReview(campaign: Campaign, { campaigns, clock }: OpenPorts): Promise<Preparation> {
  await campaigns.setStatusReason(
    campaign,
    'Waiting for WhatsApp to approve the message template; sending begins by itself.',
  );
  const waited = (clock.now() - Date.parse(campaign.updated_at)) / 1000;
  const wait_seconds = Math.ceil(Math.min(REVIEW_WAIT.max, Math.max(REVIEW_WAIT.min, waited / 10)));
  return { proceed: 'wait', wait_seconds };
}

async function stop(campaign: Campaign, reason: PauseReason, ports: OpenPorts): Promise<Preparation> {
  await pauseSending(campaign, reason, system('run'), ports);
  return { proceed: 'stop' };
}
