import { campaigns, clock, customers, ids, interactions, messages } from '../../../shared/runtime/dependencies.ts';
import { KEY_KEPT_MS } from '../../../shared/contract/idempotency-key.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { findTapped, requireAfterSending } from '../../../shared/interaction/find-tapped.ts';
import { clickButton } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { recordTap } from '../../../shared/interaction/record-tap.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const needs = { campaigns, clock, customers, ids, interactions, messages };

export const handle: Handle<typeof clickButton, typeof needs> = async (
  { params, body, caller, idempotency_key },
  dependencies,
) => {
  const { clock, ids } = dependencies;
  const { customer_id, button_id, message_id, clicked_at, response_message, metadata } = body;
  const place = { tenant_id: caller.tenant_id, campaign_id: params.id, customer_id, button_id, message_id };
  const { button, ...tapped } = await findTapped(place, dependencies);
  if (clicked_at !== undefined) requireAfterSending(tapped, clicked_at);
  const now = clock.now();
  const tap = {
    button,
    source: 'api' as const,
    key: `api#${idempotency_key ?? ids.next('int')}`,
    key_lasts: { from: now, until: now + KEY_KEPT_MS },
    clicked_at: timestamp(clicked_at ? Date.parse(clicked_at) : now),
    response_message,
    metadata,
  };
  return showInteraction((await recordTap(tapped, tap, dependencies)).interaction);
};

export const handler = api(clickButton, handle, needs);
