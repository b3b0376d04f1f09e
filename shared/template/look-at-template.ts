import { traceOf, type Log } from '../platform/log.ts';
import type { Credentials, Provider, ProviderTemplate, Review } from '../provider/provider.ts';
import { reviewOf } from './review-of.ts';
import { templateIdOf, type Template } from './template.ts';
import type { Templates } from './template.store.ts';

type Looking = Pick<Provider, 'accountOf' | 'readTemplate'>;

/** Whose template it is, and where. */
export interface TemplatePlace {
  readonly tenant_id: string;
  readonly credentials: Credentials;
  /** The provider's id. */
  readonly template_id: string;
}

/** A template of a tenant, from what the provider tells of it now. */
export function templateFound(
  tenant_id: string,
  account: string,
  { template_id, ...found }: ProviderTemplate,
  at: string,
): Template {
  const content = found.content && { ...found.content, buttons: [...found.content.buttons] };
  const known = { ...found, content, variables: { ...found.variables } };
  const id = templateIdOf(account, template_id);
  return { ...known, id, tenant_id, provider_template_id: template_id, created_at: at, last_synced_at: at };
}

/**
 * Reads a template at the provider and keeps what it is now. What was looked at later is not overwritten.
 * @param at the time before it is read
 * @returns undefined when it is gone, which is kept, too
 */
export async function lookAtTemplate(
  { tenant_id, credentials, template_id }: TemplatePlace,
  at: string,
  provider: Looking,
  templates: Pick<Templates, 'put' | 'markGone'>,
): Promise<Template | undefined> {
  const account = provider.accountOf(credentials);
  const now = await provider.readTemplate(credentials, template_id);
  const found = now && templateFound(tenant_id, account, now, at);
  if (found) await templates.put(found);
  else await templates.markGone({ tenant_id, id: templateIdOf(account, template_id) }, at);
  return found;
}

/** Looks at a template whose review was just asked for, unless it is listed with this review: one that Herald made is not. */
export async function listReviewed(
  place: TemplatePlace,
  { state }: { readonly state: Review['state'] },
  at: string,
  provider: Looking,
  { log, templates }: { readonly log: Log; readonly templates: Pick<Templates, 'get' | 'put' | 'markGone'> },
): Promise<void> {
  const { tenant_id, credentials, template_id } = place;
  // The template itself is ready: a list that lacks it until the next look must keep no campaign from going on.
  try {
    const known = await templates.get(tenant_id, templateIdOf(provider.accountOf(credentials), template_id));
    if (known && reviewOf(known)?.state === state) return;
    await lookAtTemplate(place, at, provider, templates);
  } catch (error) {
    log('template.unlisted', { tenant_id, ...traceOf(error) });
  }
}
