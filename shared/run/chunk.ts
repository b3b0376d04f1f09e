import * as z from 'zod';

import { idOf, type Ids } from '../platform/ids.ts';
import { duration } from '../sender/sender.ts';

/** About one second of a sender's rate: what one invocation of send-chunk sends, evenly spaced, in its slot. */
export const chunk = z.object({
  id: idOf('chk'),
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  lane: z.number().int(),
  /** Everyone whose message the chunk settles, including customers who will be skipped. */
  recipients: z.array(idOf('cus')).min(1).max(100),
  /** How many messages the slot has room for. */
  messages: z.number().int(),
  /** When the slot begins, in milliseconds since the epoch. */
  slot_at: z.number(),
  /** The sender's rate when the slot was reserved. */
  rate: z.number(),
  /** The hour (since the epoch) in which the messages count against the sender's daily limit, if it has one. */
  counted: z.number().int().optional(),
  /** What of the tenant's spend cap is counted for it, in millionths of its currency, and in which day of its zone. */
  spend: z.object({ day: z.string(), amount: z.number().int() }).optional(),
  /** When it was planned, or released with those who waited for a decision; where that counts. Milliseconds since the epoch. */
  planned_at: z.number().optional(),
  /** How many times in a row the chunk was received too late for its slot. */
  late: z.number().int().default(0),
  /** How many times in a row the provider could not be reached for this chunk. */
  failures: z.number().int().default(0),
});
export type Chunk = z.infer<typeof chunk>;

/** A chunk that has no slot yet. */
export type UnscheduledChunk = Omit<Chunk, 'slot_at' | 'rate'>;

/** DynamoDB reads at most 100 items in one batch, and a chunk's customers are read in one. */
const MAX_RECIPIENTS = 100;
/** How many messages the largest chunk of any sender holds. */
export const MAX_MESSAGES = 40;

/** How many messages a chunk of this sender holds: about one second of its rate. */
export function chunkSize(rate: number): number {
  return Math.min(MAX_MESSAGES, Math.max(1, Math.round(rate)));
}

/** Splits recipients into chunks; recipients who will be skipped are included but take no slot. */
export function splitIntoChunks(
  recipients: readonly { readonly id: string; readonly takesSlot: boolean }[],
  size: number,
): { recipients: string[]; messages: number }[] {
  const chunks: { recipients: string[]; messages: number }[] = [];
  for (const { id, takesSlot } of recipients) {
    let last = chunks.at(-1);
    if (!last || last.messages === size || last.recipients.length === MAX_RECIPIENTS)
      chunks.push((last = { recipients: [], messages: 0 }));
    last.recipients.push(id);
    if (takesSlot) last.messages += 1;
  }
  return chunks;
}

/** Some recipients of a lane as a chunk that nobody has tried to send yet. */
export function newChunk(
  {
    id,
    tenant_id,
    campaign_id,
    lane,
    planned_at,
  }: Pick<Chunk, 'id' | 'tenant_id' | 'campaign_id' | 'lane'> & Partial<Pick<Chunk, 'planned_at'>>,
  piece: Pick<Chunk, 'recipients' | 'messages'>,
): UnscheduledChunk {
  const planned = planned_at === undefined ? {} : { planned_at };
  return { ...piece, id, tenant_id, campaign_id, lane, ...planned, late: 0, failures: 0 };
}

/** A chunk in as many as its sender's rate asks for, with room for as many messages together; a smaller one stays as it is. */
export function resizedChunks<Given extends UnscheduledChunk>(
  chunk: Given,
  rate: number,
  ids: Pick<Ids, 'next'>,
): Given[] {
  const size = chunkSize(rate);
  if (chunk.messages <= size || chunk.recipients.length <= size) return [chunk];
  const recipients = chunk.recipients.map((id) => ({ id, takesSlot: true }));
  let left = chunk.messages;
  return splitIntoChunks(recipients, size).map((piece) => {
    // Nobody remembers who takes no slot, and slots and shares are reserved for no more than the others.
    const messages = Math.min(left, piece.messages);
    left -= messages;
    return { ...chunk, ...piece, messages, id: ids.next('chk') };
  });
}

/** Assigns consecutive slots to chunks. @param starts_at when the reservation begins, in milliseconds since the epoch */
export function assignSlots(chunks: readonly UnscheduledChunk[], starts_at: number, rate: number): Chunk[] {
  let slot_at = starts_at;
  return chunks.map((chunk) => {
    const scheduled = { ...chunk, slot_at, rate };
    slot_at += duration(chunk.messages, rate);
    return scheduled;
  });
}

/** Delivers each chunk to send-chunk at its slot. */
export interface SendQueue {
  add(chunks: readonly Chunk[], now: number): Promise<void>;
}
