import type { Campaign } from '../campaign/campaign.ts';
import type { Payload, Provider } from '../provider/provider.ts';
import type { Message } from './message.ts';
import { renderMessage } from './render-message.ts';

/** A message with its payload, rendered again from the frozen content and the stored values: exactly what was sent. */
export function showMessage(
  campaign: Campaign,
  message: Message,
  linkSecret: string | undefined,
  { payload }: Pick<Provider, 'payload'>,
): Message & { payload: ReturnType<typeof payloadWire> | null } {
  const tried = linkSecret && message.attempts > 0 && message.status !== 'skipped';
  if (!tried) return { ...message, payload: null };
  return { ...message, payload: payloadWire(payload(renderMessage(campaign, message, message.variables, linkSecret))) };
}

/** Callers know these fields by the first provider's names. */
function payloadWire(payload: Payload) {
  if (!('template_id' in payload)) return payload;
  return { content_sid: payload.template_id, content_variables: payload.variables };
}
