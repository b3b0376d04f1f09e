import { clock, credentials, quotas, templateProviders, templates } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { createTemplate as create } from '../../../shared/template/manage-templates.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { createTemplate } from '../../../shared/template/template.contract.ts';

const needs = { clock, credentials, quotas, templateProviders, templates };

export const handle: Handle<typeof createTemplate, typeof needs> = async ({ body, caller }, ports) =>
  showTemplate(await create(caller.tenant_id, body, ports));

export const handler = api(createTemplate, handle, needs);
