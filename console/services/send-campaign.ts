import { answerOf, api } from './api.ts';
import type { Recurrence } from './recurrence.ts';

export interface SendOptions {
  /** What whoever sends it has seen: Herald refuses when it is another number by then. */
  readonly expected_reach: number;
  /** Local time; empty: now. */
  readonly at: string;
  /** Its dates; to whom it goes on each of them is found then. */
  readonly recurrence: Recurrence | undefined;
  /** The version that whoever sends it has seen. */
  readonly header: { readonly 'If-Match'?: string };
}

/** @throws HeraldProblem `campaign.reach` or `campaign.changed` when the audience or the campaign is another by now; nothing is sent then */
export async function sendCampaign(id: string, { expected_reach, at, recurrence, header }: SendOptions): Promise<void> {
  const params = { path: { id }, header };
  if (recurrence) await answerOf(api.PATCH('/v1/campaigns/{id}', { params, body: { recurrence } }));
  else if (at) {
    const scheduled_at = new Date(at).toISOString();
    await answerOf(api.POST('/v1/campaigns/{id}/schedule', { params, body: { scheduled_at, expected_reach } }));
  } else await answerOf(api.POST('/v1/campaigns/{id}/execute', { params, body: { expected_reach } }));
}
