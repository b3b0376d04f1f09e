import { clock, credentials, templateProviders, templates } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { deleteTemplate as remove } from '../../../shared/template/manage-templates.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { deleteTemplate } from '../../../shared/template/template.contract.ts';

const needs = { clock, credentials, templateProviders, templates };

export const handle: Handle<typeof deleteTemplate, typeof needs> = async ({ params, caller }, ports) =>
  showTemplate(await remove(caller.tenant_id, params.id, ports));

export const handler = api(deleteTemplate, handle, needs, ({ params, caller }, { templates }) =>
  templates.get(caller.tenant_id, params.id),
);
