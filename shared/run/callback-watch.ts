import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

/**
 * A campaign whose messages may lack news because status callbacks were lost. Times are milliseconds since the epoch.
 */
export const campaignWatch = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  /** When it is looked at next. */
  next_at: z.number(),
  /** The run that `looks` belongs to. */
  run: z.number().int(),
  /** How many of the looks after the last acceptance were taken. */
  looks: z.number().int(),
  /** How many messages had gone out (accepted or failed) at the last look, and when there had last been fewer. */
  gone_out: z.number().int(),
  grown_at: z.number(),
  /** How many messages that were asked for may still have no news. */
  left: z.number().int(),
});
export type CampaignWatch = z.infer<typeof campaignWatch>;

/** A sender whose inbound messages are listed until a day after it last sent. Times are milliseconds since the epoch. */
export const senderWatch = z.object({
  tenant_id: idOf('ten'),
  sender_id: idOf('snd'),
  next_at: z.number(),
  /** When the watch ends. */
  until: z.number(),
  /** Everything that the provider received before was handled. */
  heard_until: z.number(),
});
export type SenderWatch = z.infer<typeof senderWatch>;

export interface Watched {
  /** By campaign id and by sender id. */
  readonly campaigns: ReadonlyMap<string, CampaignWatch>;
  readonly senders: ReadonlyMap<string, SenderWatch>;
}

/** A campaign's messages by lane: how many the provider accepted, of these delivered and read, and how many failed. */
export interface LaneNews {
  readonly lane: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly read: number;
  readonly failed: number;
}

/** What the roll-up counted. */
export interface NewsCounts {
  newsByLane(tenant: string, campaign: string): Promise<LaneNews[]>;
}

const common = { tenant_id: idOf('ten'), after: z.string().optional(), pages: z.number().int().default(0) };

/** What is asked of the provider, page by page; `after` says where the next page begins. */
export const recovery = z.discriminatedUnion('kind', [
  /** Lists what the sender sent since the campaign began. */
  z.object({ ...common, kind: z.literal('list_sent'), campaign_id: idOf('cmp') }),
  /** Asks for single messages of these lanes; delivered ones, too, on the last look. */
  z.object({
    ...common,
    kind: z.literal('ask_each'),
    campaign_id: idOf('cmp'),
    lanes: z.array(z.number().int()).max(16),
    isLast: z.boolean(),
  }),
  /** Lists what people wrote to a sender since `since`. */
  z.object({
    ...common,
    kind: z.literal('list_received'),
    sender_id: idOf('snd'),
    since: z.number(),
    begun: z.number(),
  }),
]);
export type Recovery = z.infer<typeof recovery>;
