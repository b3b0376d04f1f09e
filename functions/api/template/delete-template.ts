import { activeWith } from '../../../shared/campaign/active-with.ts';
import { campaigns, clock, credentials, templateProviders, templates } from '../../../shared/runtime/dependencies.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { deleteTemplate as remove } from '../../../shared/template/manage-templates.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { deleteTemplate } from '../../../shared/template/template.contract.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';

const needs = { campaigns, clock, credentials, templateProviders, templates };

export const handle: Handle<typeof deleteTemplate, typeof needs> = async ({ params: { id }, caller }, ports) => {
  const { tenant_id } = caller;
  const known = await ports.templates.get(tenant_id, id);
  if (!known) throw notFound('template');
  const users = await activeWith(known.provider_template_id, tenant_id, ports.campaigns);
  // It would change what they send.
  if (users.length > 0) requireScope(caller, 'campaigns:send');
  return showTemplate(await remove(known, ports));
};

export const handler = api(deleteTemplate, handle, needs, ({ params, caller }, { templates }) =>
  templates.get(caller.tenant_id, params.id),
);
