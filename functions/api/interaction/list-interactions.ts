import { campaigns, cursors, interactions } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listInteractions } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, cursors, interactions };

export const handle: Handle<typeof listInteractions, typeof needs> = async (
  { params, query, caller },
  { campaigns, cursors, interactions },
) => {
  if (!(await campaigns.get(caller.tenant_id, params.id))) throw notFound('campaign');
  const { button_id, customer_id, converted } = query;
  const selection = { button_id, customer_id, converted: converted === 'true' };
  const list = ['interactions', params.id, JSON.stringify(selection)];
  return answerList(
    cursors,
    { caller, list, query },
    (range) => interactions.page(caller.tenant_id, params.id, selection, range),
    showInteraction,
  );
};

export const handler = api(listInteractions, handle, needs);
