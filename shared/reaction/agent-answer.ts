import * as z from 'zod';

import { agentReply, type AgentReply } from '../content/button.ts';
import { parsedJson } from '../platform/json.ts';
import { storableFaults } from '../platform/storable.ts';
import type { NoEndpointAnswer } from '../webhook/endpoint-asker.ts';

/** Why a customer gets the fallback: there was no answer, or none that can be sent. */
export const FALLBACK_REASONS = [
  'timeout',
  'unreachable',
  'too_long',
  'bad_status',
  'endpoint_disabled',
  'endpoint_missing',
  'invalid',
  'too_many_wordings',
] as const satisfies readonly (NoEndpointAnswer | 'invalid' | 'too_many_wordings')[];
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** `null` says that the agent wants to say nothing, so that a missing or misspelt field does not. */
const answer = z.strictObject({ reply: agentReply.nullable() });

/** What is sent in answer to a tap: the agent's reply, nothing, or the fallback. */
export type Answer = { readonly reply: AgentReply } | 'silent' | { readonly fallback: FallbackReason };

/**
 * Reads what an agent answered. It is refused as a whole where one part of it could not be sent, or would not read as it was
 * written: what a customer gets is what the agent wrote, or what the campaign's author did.
 */
export function readAgentAnswer(text: string): Answer {
  const given = parsedJson(text);
  if (storableFaults(given).length > 0) return INVALID;
  const { data } = answer.safeParse(given);
  if (!data) return INVALID;
  return data.reply === null ? 'silent' : { reply: data.reply };
}

const INVALID = { fallback: 'invalid' } as const;
