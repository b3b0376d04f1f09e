import type * as z from 'zod';

import { contentOf } from '../content/content.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Credentials, Providers } from '../provider/provider.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { requireRoom } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import type { templateDraft } from './draft-template.ts';
import { lookAtTemplate } from './look-at-template.ts';
import type { Template } from './template.ts';
import type { Templates } from './template.store.ts';
import { withAccount } from './with-account.ts';

/** A tenant has one account at the default provider; templates are not a sender's. */
const PROVIDER = undefined;

export interface TemplatePorts {
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly templateProviders: Providers<
    'accountOf' | 'createTemplate' | 'deleteTemplate' | 'readTemplate' | 'submitTemplate'
  >;
  readonly templates: Templates;
}

/** Makes a template, which is not submitted yet. @throws HeraldError 409 when the tenant has enough of those, or as `withAccount` */
export async function createTemplate(
  tenant_id: string,
  { name, category, ...fields }: z.output<typeof templateDraft>,
  ports: TemplatePorts & { readonly quotas: Pick<QuotaStore, 'get'> },
): Promise<Template> {
  const { credentials, quotas, templateProviders, templates } = ports;
  const allowed = await quotas.get(tenant_id);
  requireRoom('draft_templates', allowed, await templates.countDrafts(tenant_id, allowed.draft_templates));
  return withAccount(tenant_id, credentials, async (vault) => {
    const given = { name, content: contentOf(fields), category };
    const provider = templateProviders(PROVIDER);
    const template_id = await provider.createTemplate(vault, given, templates.ofTenant(tenant_id));
    return lookAgain(tenant_id, template_id, vault, ports);
  });
}

/** Submits a template for review. @throws HeraldError 404, 409 when it is in review or was reviewed, or as `withAccount` */
export async function submitTemplate(
  tenant_id: string,
  id: string,
  category: 'marketing' | 'utility',
  ports: TemplatePorts,
): Promise<Template> {
  const known = await ports.templates.get(tenant_id, id);
  if (!known) throw notFound('template');
  if (known.status !== 'draft')
    throw conflict('template.status', `The template is ${known.status}; only a draft can be submitted.`);
  return withAccount(tenant_id, ports.credentials, async (vault) => {
    const { provider_template_id: template_id, name } = known;
    await ports.templateProviders(PROVIDER).submitTemplate(vault, { template_id, name, category });
    const { created_at } = known;
    return { ...(await lookAgain(tenant_id, template_id, vault, ports)), created_at };
  });
}

/** Deletes a template at the provider; it stays listed as gone. @throws HeraldError as `withAccount` */
export async function deleteTemplate(known: Template, ports: TemplatePorts): Promise<Template> {
  await withAccount(known.tenant_id, ports.credentials, (vault) =>
    ports.templateProviders(PROVIDER).deleteTemplate(vault, known.provider_template_id),
  );
  const last_synced_at = timestamp(ports.clock.now());
  await ports.templates.markGone(known, last_synced_at);
  return { ...known, status: 'gone', last_synced_at };
}

/** Looks at a template that was just made or submitted. @throws HeraldError 404 when it is gone meanwhile */
async function lookAgain(
  tenant_id: string,
  template_id: string,
  credentials: Credentials,
  { clock, templateProviders, templates }: TemplatePorts,
): Promise<Template> {
  const place = { tenant_id, template_id, credentials };
  const found = await lookAtTemplate(place, timestamp(clock.now()), templateProviders(PROVIDER), templates);
  if (!found) throw notFound('template');
  return found;
}
