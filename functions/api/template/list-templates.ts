import { cursors, templates } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { showTemplate } from '../../../shared/template/template.ts';
import { listTemplates } from '../../../shared/template/template.contract.ts';

const needs = { cursors, templates };

export const handle: Handle<typeof listTemplates, typeof needs> = ({ query, caller }, { cursors, templates }) => {
  const { status, name, language } = query;
  return answerList(
    cursors,
    { caller, list: ['templates', status, name, language], query },
    (range) => templates.page(caller.tenant_id, { status, name, language }, range),
    showTemplate,
  );
};

export const handler = api(listTemplates, handle, needs);
