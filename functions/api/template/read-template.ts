import { templates } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { readTemplate } from '../../../shared/template/template.contract.ts';

const needs = { templates };

export const handle: Handle<typeof readTemplate, typeof needs> = async ({ params, caller }, { templates }) => {
  const found = await templates.get(caller.tenant_id, params.id);
  if (!found) throw notFound('template');
  return showTemplate(found);
};

export const handler = api(readTemplate, handle, needs);
