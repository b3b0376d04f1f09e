import type { Campaign } from '../campaign/campaign.ts';
import type { Providers } from '../provider/provider.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { reviewOf } from '../template/review-of.ts';
import { templateIdOf } from '../template/template.ts';
import type { Templates } from '../template/template.store.ts';

export interface KnownReviewsPorts {
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly templateProviders: Providers<'accountOf'>;
  readonly templates: Pick<Templates, 'get'>;
}

/**
 * A campaign with the reviews that it waits for as its tenant's templates know them. The news of a review changes campaigns that
 * are scheduled or begun; a draft hears of it when it is prepared again, after up to ten minutes. Asks no provider.
 */
export async function withKnownReviews(
  campaign: Campaign,
  { credentials, templateProviders, templates }: KnownReviewsPorts,
): Promise<Campaign> {
  const { tenant_id, content_templates } = campaign;
  const pending = Object.entries(content_templates ?? {}).filter(([, { state }]) => state === 'pending');
  const vault = pending.length > 0 ? await credentials.get(tenant_id) : undefined;
  if (!vault) return campaign;
  const account = templateProviders(undefined).accountOf(vault);
  const known = pending.map(async ([key, waiting]) => {
    const { template_id } = waiting;
    const found = template_id ? await templates.get(tenant_id, templateIdOf(account, template_id)) : undefined;
    const review = found && reviewOf(found);
    return [key, review ? { template_id, ...review } : waiting] as const;
  });
  return { ...campaign, content_templates: { ...content_templates, ...Object.fromEntries(await Promise.all(known)) } };
}
