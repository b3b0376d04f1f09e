import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import { timestamp } from '../platform/clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { Template, TemplateStatus } from '../template/template.ts';
import { isByItself } from '../tenancy/actor.ts';
import type { Alert } from './alert.ts';

/** What is asked of a webhook endpoint, which a later room has. */
export const endpointState = z.object({
  tenant_id: z.string(),
  id: z.string(),
  url: z.string(),
  status: z.string(),
  status_reason: z.string().nullable(),
  updated_at: z.iso.datetime(),
});
type EndpointState = Omit<z.infer<typeof endpointState>, 'tenant_id'>;

function alertOf(
  kind: Alert['kind'],
  resource: Alert['resource'],
  message: string,
  since: string | null = null,
): Alert {
  return { id: `${kind}:${resource.id}`, kind, resource, message, since };
}

/** A campaign that a person paused needs nobody: this person knows. */
export function alertsOfCampaign({ id, name, status, status_reason, updated_at, updated_by = '' }: Campaign): Alert[] {
  if (status !== 'paused' || !isByItself(updated_by)) return [];
  const message = status_reason ?? 'Herald paused it. Look at its failures, then resume it.';
  return [alertOf('campaign_paused', { type: 'campaign', id, name }, message, updated_at)];
}

/** How long (milliseconds) an experiment without a verdict is shown: by then another has been made, or not. */
const SHOWN_FOR = 7 * 86_400_000;

export function alertsOfExperiment({ id, name, decision }: Campaign, now: number): Alert[] {
  if (decision?.by !== 'sample_ratio' || Date.parse(decision.at) < now - SHOWN_FOR) return [];
  return [alertOf('experiment_skewed', { type: 'campaign', id, name }, decision.verdict, decision.at)];
}

const REFUSED: Readonly<Partial<Record<TemplateStatus, string>>> = {
  rejected: 'WhatsApp refused it',
  paused: 'WhatsApp paused it, because people did not like what it was used for',
  disabled: 'WhatsApp disabled it for good',
};

export function alertsOfTemplate({ id, name, status, rejection_reason, quality, last_synced_at }: Template): Alert[] {
  const resource = { type: 'template' as const, id, name };
  const refused = REFUSED[status];
  if (refused !== undefined) {
    const why = rejection_reason ? ` (${rejection_reason})` : '';
    const message = `${refused}${why}. Campaigns that need it wait; change what they say, or use another template.`;
    return [alertOf('template_refused', resource, message, last_synced_at)];
  }
  if (!isLow(quality)) return [];
  const message = 'People rate it low. WhatsApp pauses such a template; write to fewer people, or something else.';
  return [alertOf('template_quality', resource, message, last_synced_at)];
}

export function alertsOfSender(
  { id, name, limited_by, limited_until = 0, quality_rating }: Sender,
  now: number,
): Alert[] {
  const resource = { type: 'sender' as const, id, name };
  const limited =
    limited_by !== undefined && limited_until > now
      ? [
          alertOf(
            'sender_limited',
            resource,
            `WhatsApp’s limit is reached; sending is tried again from ${timestamp(limited_until)} on.`,
          ),
        ]
      : [];
  const message =
    'People rate this number low. WhatsApp lowers the limit of such a number: write to those who want it.';
  return [...limited, ...(isLow(quality_rating) ? [alertOf('sender_quality', resource, message)] : [])];
}

/** As WhatsApp puts it: GREEN, YELLOW, RED, or high, medium, low. */
function isLow(quality: string | null | undefined): boolean {
  return /^(red|low)$/i.test(quality ?? '');
}

/** One that a person disabled gives no reason. */
export function alertsOfEndpoint({ id, url, status, status_reason, updated_at }: EndpointState): Alert[] {
  if (status !== 'disabled' || status_reason === null) return [];
  const message = `${status_reason} Events for it wait nowhere: mend the endpoint, then enable it.`;
  return [alertOf('webhook_endpoint_disabled', { type: 'webhook_endpoint', id, name: url }, message, updated_at)];
}
