import type { Campaign, ContentTemplate } from '../campaign/campaign.ts';
import { categoryOf, contentsOf, isTemplated, type CampaignContent } from '../campaign/contents.ts';
import { needsTemplate, type Content } from '../content/content.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { stopsEveryone } from '../provider/error-class.ts';
import { ProviderRefusal, type Credentials, type Providers, type TemplateUse } from '../provider/provider.ts';
import type { Sender } from '../sender/sender.ts';
import { listReviewed } from '../template/look-at-template.ts';
import type { Templates } from '../template/template.store.ts';

export interface PreparePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly templateProviders: Providers<'accountOf' | 'ensureTemplate' | 'readTemplate'>;
  readonly templates: Pick<Templates, 'ofTenant' | 'get' | 'put' | 'markGone'>;
}

/**
 * Seconds until a review is asked for again. WhatsApp mostly answers within minutes, sometimes within two days: a tenth of
 * the time waited so far, within these limits, so that two days take a few hundred requests.
 */
const REVIEW_WAIT = { min: 2, max: 600 };

/** @param waited in milliseconds */
export function reviewWait(waited: number): number {
  return Math.ceil(Math.min(REVIEW_WAIT.max, Math.max(REVIEW_WAIT.min, waited / 10_000)));
}

/** The contents of a campaign that need a template whose review is not known to be over. */
export function unprepared(campaign: Campaign): readonly CampaignContent[] {
  return contentsOf(campaign).filter(
    ({ key, content }) =>
      (isTemplated(campaign, content) || needsTemplate(content)) &&
      campaign.content_templates?.[key]?.state !== 'approved',
  );
}

/**
 * Makes sure that the account has a template for each content, asks how their reviews stand, and lists those that are reviewed.
 * @returns the template of each content, by its key
 * @throws ProviderRefusal when the provider refuses the account, another error when a request failed
 */
export async function prepareTemplates(
  campaign: Campaign,
  sender: Sender | undefined,
  credentials: Credentials,
  { clock, log, templateProviders, templates }: PreparePorts,
): Promise<Readonly<Record<string, ContentTemplate>>> {
  const { tenant_id } = campaign;
  const registry = templates.ofTenant(tenant_id);
  const provider = templateProviders(sender?.provider);
  const ensure = async (content: Content, use: TemplateUse): Promise<ContentTemplate> => {
    try {
      const { template_id, review } = await provider.ensureTemplate(credentials, content, use, registry);
      return { template_id, ...review };
    } catch (error) {
      if (!(error instanceof ProviderRefusal) || stopsEveryone(error.error.class)) throw error;
      return { state: 'rejected', reason: error.message };
    }
  };
  const prepare = async ({ content }: CampaignContent): Promise<ContentTemplate> => {
    const isReviewed = isTemplated(campaign, content);
    const ensured = await ensure(content, isReviewed ? categoryOf(campaign, content) : 'session');
    const { template_id } = ensured;
    if (isReviewed && template_id !== undefined)
      await listReviewed({ tenant_id, credentials, template_id }, ensured, timestamp(clock.now()), provider, {
        log,
        templates,
      });
    return ensured;
  };
  const prepared = await Promise.all(
    unprepared(campaign).map(async (content) => [content.key, await prepare(content)] as const),
  );
  return { ...campaign.content_templates, ...Object.fromEntries(prepared) };
}
