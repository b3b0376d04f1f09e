import { clock, credentials, templateProviders, templates } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { submitTemplate as submit } from '../../../shared/template/manage-templates.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { submitTemplate } from '../../../shared/template/template.contract.ts';

const needs = { clock, credentials, templateProviders, templates };

export const handle: Handle<typeof submitTemplate, typeof needs> = async ({ params, body, caller }, ports) =>
  showTemplate(await submit(caller.tenant_id, params.id, body.category, ports));

export const handler = api(submitTemplate, handle, needs, ({ params, caller }, { templates }) =>
  templates.get(caller.tenant_id, params.id),
);
