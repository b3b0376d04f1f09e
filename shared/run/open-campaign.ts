import { mayTake, type Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Run } from './run.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { errorClass } from '../provider/error-class.ts';
import { pauseCampaign, type PauseReason } from './pause-campaign.ts';
import { templateOf } from '../message/payload.ts';
import { ProviderRefusal, type TemplateProvider } from '../provider/provider.ts';
import type { Templates } from '../template/template.store.ts';

/**
 * Seconds between two looks at a template that WhatsApp reviews, within minutes mostly, now and then within two days: a
 * tenth of the time waited, within these, so that two days of waiting are a few hundred looks.
 */
const APPROVAL_WAIT = { least: 2, most: 600 };

/** What the run does next: plan its lanes, ask again later, or end. */
export type Opening =
  { readonly proceed: 'lanes' | 'stop' } | { readonly proceed: 'wait'; readonly wait_seconds: number };

export interface OpenPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'begin' | 'tryTake' | 'noteTemplate' | 'explain'>;
  readonly templates: Templates;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly templateProvider: TemplateProvider;
  readonly tenants: Pick<Tenants, 'ensureLinkSecret'>;
  readonly publicBaseUrl: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The first act of a run: makes sure the campaign is in it, and that what it will send is ready at the provider. */
export async function openCampaign(
  { tenant_id, campaign_id, run, step, scope, scheduled_at }: Run,
  ports: OpenPorts,
): Promise<Opening> {
  const { campaigns, clock, credentials } = ports;
  let campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign && campaign.run < run && mayTake(step, campaign.status))
    campaign = await campaigns.begin(
      step,
      { ...campaign, ...(scheduled_at && { scheduled_at }) },
      run,
      timestamp(clock.now()),
      scope ?? undefined,
    );
  if (campaign?.run !== run) return { proceed: 'stop' };
  if (campaign.status === 'cancelled') return { proceed: 'lanes' };
  if (campaign.status !== 'sending') return { proceed: 'stop' };
  await ports.tenants.ensureLinkSecret(tenant_id, ports.ids.secret());
  if (!(await credentials.get(tenant_id, Date.parse(campaign.updated_at))))
    return stop(campaign, { why: 'credentials_missing' }, ports);
  return campaign.content_sid ? { proceed: 'lanes' } : prepareTemplate(campaign, ports);
}

async function prepareTemplate(campaign: Campaign, ports: OpenPorts): Promise<Opening> {
  const { campaigns, credentials, templateProvider, templates } = ports;
  const template = templateOf(campaign, ports.publicBaseUrl);
  const vault = await credentials.get(campaign.tenant_id);
  if (!template || !vault) return { proceed: 'lanes' };
  try {
    const account = { tenant: campaign.tenant_id, account_sid: vault.account_sid };
    const content_sid =
      (await templates.find(account, template.name)) ??
      (await templates.note(account, template.name, (await templateProvider.create(vault, template)).content_sid));
    const approval = await templateProvider.approval(vault, { name: template.name, content_sid });
    if (approval.state === 'rejected')
      return await stop(campaign, { why: 'template_refused', detail: approval.reason }, ports);
    if (approval.state === 'pending') return await awaitApproval(campaign, ports);
    await campaigns.noteTemplate(campaign, content_sid);
    return { proceed: 'lanes' };
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const fatal = errorClass(error.code) === 'fatal';
    return stop(
      campaign,
      fatal ? { why: 'provider_refused', code: error.code } : { why: 'template_refused', detail: error.message },
      ports,
    );
  }
}

async function awaitApproval(campaign: Campaign, { campaigns, clock }: OpenPorts): Promise<Opening> {
  await campaigns.explain(campaign, 'Waiting for WhatsApp to approve the message template; sending begins by itself.');
  const waited = (clock.now() - Date.parse(campaign.updated_at)) / 1000;
  const wait_seconds = Math.ceil(Math.min(APPROVAL_WAIT.most, Math.max(APPROVAL_WAIT.least, waited / 10)));
  return { proceed: 'wait', wait_seconds };
}

async function stop(campaign: Campaign, reason: PauseReason, ports: OpenPorts): Promise<Opening> {
  await pauseCampaign(campaign, reason, ports);
  return { proceed: 'stop' };
}
