import type { Campaign } from '../campaign/campaign.ts';
import type { Message } from './message.ts';
import { payloadOf, type Payload } from './payload.ts';

/** A message with its payload, made again from the frozen content and the values kept with it: exactly what was sent. */
export function showMessage(
  campaign: Campaign,
  message: Message,
  linkSecret: string | undefined,
): Message & { payload: Payload | null } {
  const tried = linkSecret && message.attempts > 0 && message.status !== 'skipped';
  return { ...message, payload: tried ? payloadOf(campaign, message, message.variables, linkSecret) : null };
}
