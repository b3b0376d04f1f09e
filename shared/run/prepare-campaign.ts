import * as z from 'zod';

import type { Campaign, ContentTemplate } from '../campaign/campaign.ts';
import { PREPARED } from '../campaign/campaign-status.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { JobKind } from '../job/job-kind.ts';
import { idOf } from '../platform/ids.ts';
import { ProviderRefusal, type Credentials } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { prepareTemplates, reviewWait, unprepared, type PreparePorts } from './prepare-templates.ts';

export interface PreparationPorts extends PreparePorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'setTemplates'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly senders: Pick<Senders, 'get'>;
}

const input = z.object({ campaign_id: idOf('cmp') });
const position = z.object({ since: z.number() });

/** How long a review is waited for, in milliseconds: WhatsApp takes two days at most. */
const PATIENCE = 7 * 86_400_000;

/** Has the templates of a campaign's contents made and submitted, and asks for their reviews until all are over. */
export function prepareCampaign({ campaigns, credentials, senders, ...ports }: PreparationPorts): JobKind {
  async function prepare(campaign: Campaign, vault: Credentials): Promise<Readonly<Record<string, ContentTemplate>>> {
    const sender = await senders.get(campaign.tenant_id, campaign.sender_id);
    try {
      return await prepareTemplates(campaign, sender, vault, ports);
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      const { code, meaning, remedy = '' } = error.error;
      const reason = `${meaning} (error ${code}). ${remedy}`.trim();
      return Object.fromEntries(unprepared(campaign).map(({ key }) => [key, { state: 'rejected', reason }]));
    }
  }

  return {
    async step(job, now) {
      const { campaign_id } = input.parse(job.input);
      const { since } = job.position ? position.parse(job.position) : { since: now };
      const campaign = await campaigns.get(job.tenant_id, campaign_id);
      if (!campaign || !PREPARED.includes(campaign.status) || unprepared(campaign).length === 0)
        return { next: undefined };
      const vault = await credentials.get(job.tenant_id);
      if (!vault) return { next: undefined };
      const templates = await prepare(campaign, vault);
      await campaigns.setTemplates(campaign, templates);
      const isPending = Object.values(templates).some(({ state }) => state === 'pending');
      if (!isPending || now - since > PATIENCE) return { next: undefined };
      return { next: { since }, not_before: now + reviewWait(now - since) * 1_000 };
    },
  };
}
