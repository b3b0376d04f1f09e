import type { Campaign, ContentTemplate } from '../campaign/campaign.ts';
import type { RunStep } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { ProviderRefusal, ProviderUnreachable, type Credentials } from '../provider/provider.ts';
import { readLimits, type LimitPorts } from '../sender/read-limits.ts';
import { keepSegments, type KeepPorts } from '../segment/keep-segments.ts';
import type { Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { system } from '../tenancy/actor.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { findStop, type StopPorts } from '../tenancy/sending-stop.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { ensureRunBegun } from './begin-run.ts';
import { lanesWithWork, type WorkPorts } from './lanes-with-work.ts';
import { settlePicking, type Picker } from './picker.ts';
import { settleTiming, type BestHours } from './send-times.ts';
import { pauseSending, type PauseReason } from './pause-sending.ts';
import { prepareTemplates, reviewWait, unprepared, type PreparePorts } from './prepare-templates.ts';
import { refusedForAll } from './refused-in-a-row.ts';
import type { UnreachableAddress } from './require-address.ts';
import type { Run } from './run.ts';

/** What the run does next: work on some of its lanes (0 to 15), ask again later, or end. */
export type Opening =
  | { readonly proceed: 'lanes'; readonly lanes: readonly number[] }
  | { readonly proceed: 'stop' }
  | { readonly proceed: 'wait'; readonly wait_seconds: number };

type Preparation = Exclude<Opening, { readonly proceed: 'lanes' }> | { readonly proceed: 'lanes' };

/** The steps that begin to plan people. */
const BEGINS: readonly RunStep[] = ['execute', 'fire', 'resume'];

export interface OpenPorts extends WorkPorts, PreparePorts, LimitPorts, KeepPorts, StopPorts {
  readonly bestHours: Pick<BestHours, 'provedModel'>;
  readonly campaigns: Pick<Campaigns, 'get' | 'begin' | 'tryTransition' | 'setPicking' | 'setTiming' | 'setTemplates'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly picker: Pick<Picker, 'isProved'>;
  readonly senders: LimitPorts['senders'] & Pick<Senders, 'get'>;
  readonly tenants: StopPorts['tenants'] & Pick<Tenants, 'ensureLinkSecret'>;
  /** Why a campaign needs an approval that it does not have; undefined when it may go. */
  readonly unapproved: (campaign: Campaign) => Promise<string | undefined>;
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
  const stopped = await findStop(run.tenant_id, ports);
  if (stopped) return stop(campaign, { why: 'sending_stopped', by: stopped }, ports);
  const vault = await ports.credentials.get(run.tenant_id, Date.parse(campaign.updated_at));
  if (!vault) return stop(campaign, { why: 'credentials_missing' }, ports);
  const sender = await ports.senders.get(run.tenant_id, campaign.sender_id);
  if (sender) await readLimits(sender, vault, ports.clock.now(), ports);
  await settlePicking(campaign, ports);
  await settleTiming(campaign, ports);
  const fault = await keepSegments(campaign, ports);
  if (fault) return stop(campaign, { why: 'audience_broken', detail: fault.message }, ports);
  if (ports.unreachableAddress !== null)
    return stop(campaign, { why: 'address_unreachable', address: ports.unreachableAddress }, ports);
  const unapproved = BEGINS.includes(run.step) && (await ports.unapproved(campaign));
  if (unapproved) return stop(campaign, { why: 'unapproved', detail: unapproved }, ports);
  return unprepared(campaign).length === 0 ? { proceed: 'lanes' } : prepare(campaign, sender, vault, ports);
}

async function prepare(
  campaign: Campaign,
  sender: Sender | undefined,
  credentials: Credentials,
  ports: OpenPorts,
): Promise<Preparation> {
  try {
    const templates = await prepareTemplates(campaign, sender, credentials, ports);
    return await proceedByReview(campaign, templates, ports);
  } catch (error) {
    if (error instanceof ProviderUnreachable) return waitForProvider(campaign, ports);
    if (!(error instanceof ProviderRefusal)) throw error;
    return stop(campaign, refusedForAll(error.error), ports);
  }
}

/** How long (milliseconds) a provider that cannot be reached is tried before the campaign pauses. */
const PROVIDER_PATIENCE = 30_000;

async function waitForProvider(campaign: Campaign, ports: OpenPorts): Promise<Preparation> {
  if (waited(campaign, ports) > PROVIDER_PATIENCE) return stop(campaign, { why: 'provider_unreachable' }, ports);
  return askAgain(campaign, ports);
}

/** How long (milliseconds) the campaign has been in this run. */
function waited({ updated_at }: Campaign, { clock }: OpenPorts): number {
  return clock.now() - Date.parse(updated_at);
}

function askAgain(campaign: Campaign, ports: OpenPorts): Preparation {
  return { proceed: 'wait', wait_seconds: reviewWait(waited(campaign, ports)) };
}

async function proceedByReview(
  campaign: Campaign,
  templates: Readonly<Record<string, ContentTemplate>>,
  ports: OpenPorts,
): Promise<Preparation> {
  const { campaigns } = ports;
  const rejected = Object.entries(templates).filter(([, { state }]) => state !== 'approved' && state !== 'pending');
  if (rejected.length > 0) {
    await campaigns.setTemplates(campaign, templates);
    return stop(campaign, { why: 'template_refused', detail: sentenceOf(campaign, rejected) }, ports);
  }
  const isPending = Object.values(templates).some(({ state }) => state === 'pending');
  await campaigns.setTemplates(campaign, templates, isPending ? WAITING : null);
  return isPending ? askAgain(campaign, ports) : { proceed: 'lanes' };
}

const WAITING = 'Waiting for WhatsApp to approve the message template; sending begins by itself.';

/** Why templates were rejected; in a campaign of several contents, which of them. */
function sentenceOf({ contents }: Campaign, rejected: readonly (readonly [string, ContentTemplate])[]): string {
  const reasons = rejected.map(([key, { reason = '' }]) => (contents.length > 0 ? `${key}: ${reason}` : reason));
  return reasons.join(' ');
}

async function stop(campaign: Campaign, reason: PauseReason, ports: OpenPorts): Promise<Preparation> {
  await pauseSending(campaign, reason, system('run'), ports);
  return { proceed: 'stop' };
}
