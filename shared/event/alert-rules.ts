import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import { timestamp } from '../platform/clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { Template, TemplateStatus } from '../template/template.ts';
import { isByItself } from '../tenancy/actor.ts';
import { nextDay } from '../tenancy/spend-cap.ts';
import { dearestOf, moneyOf, type Spending } from '../tenancy/spending.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import type { Alert } from './alert.ts';
import { areStill, DEAD_LETTERS, type DeadLetters } from './dead-letters.ts';

/** What is asked of a webhook endpoint, which a later room has. */
export const endpointState = z.object({
  tenant_id: z.string(),
  id: z.string(),
  url: z.string(),
  status: z.string(),
  status_reason: z.string().nullable(),
  /** Since when deliveries were given up and none has arrived. */
  given_up_at: z.iso.datetime().optional(),
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

/** Whatever a campaign needs a person for. @param now in milliseconds since the epoch */
export function alertsOfCampaign(one: Campaign, now: number): Alert[] {
  return [...alertsOfPause(one), ...alertsOfDeadLetters(one), ...alertsOfExperiment(one, now)];
}

/** A campaign that a person paused needs nobody: this person knows. */
function alertsOfPause({ id, name, status, status_reason, updated_at, updated_by = '' }: Campaign): Alert[] {
  if (status !== 'paused' || !isByItself(updated_by)) return [];
  const message = status_reason ?? 'Herald paused it. Look at its failures, then resume it.';
  return [alertOf('campaign_paused', { type: 'campaign', id, name }, message, updated_at)];
}

/** How long (milliseconds) an experiment without a verdict is shown: by then another has been made, or not. */
const SHOWN_FOR = 7 * 86_400_000;

function alertsOfExperiment({ id, name, status, decision, worse_arms = [] }: Campaign, now: number): Alert[] {
  const resource = { type: 'campaign' as const, id, name };
  const isSkewed = decision?.by === 'sample_ratio' && Date.parse(decision.at) >= now - SHOWN_FOR;
  // Who has everything behind them gets no worse variant any more.
  const isSent = status === 'sending' || status === 'paused';
  const [first] = isSent ? worse_arms : [];
  const message = worse_arms.map(({ words }) => words).join(' ');
  return [
    ...(isSkewed ? [alertOf('experiment_skewed', resource, decision.verdict, decision.at)] : []),
    ...(first
      ? [alertOf('experiment_arm_worse', resource, `${message} ${decision ? DECIDED : UNDECIDED}`, first.at)]
      : []),
  ];
}

const UNDECIDED = 'People still get it: choose a winner to end the experiment, or pause the campaign.';
const DECIDED =
  'The experiment is decided. Whoever is still to get it as part of the test does, unless you pause the campaign.';

/** A campaign that is resumed completes without them, so a pause is not all there is to say. */
function alertsOfDeadLetters({ id, name, status, dead_letters = 0 }: Campaign): Alert[] {
  if (dead_letters <= 0 || status === 'cancelled') return [];
  const chunks = dead_letters === 1 ? 'One chunk' : `${dead_letters} chunks`;
  const message = `${chunks} of up to 40 people could not be sent in five attempts: they get nothing until you replay the scope dead_letter.`;
  return [alertOf('dead_letters', { type: 'campaign', id, name }, message)];
}

/** What of a tenant's work waits in a queue of dead letters. @param now in milliseconds since the epoch */
export function alertsOfQueue(seen: DeadLetters, now: number): Alert[] {
  if (!areStill(seen, now)) return [];
  const { name, loss } = DEAD_LETTERS[seen.queue];
  const message = `${seen.count} or more failed for good. ${loss} They are kept for 14 days; whoever operates Herald can run them again.`;
  return [alertOf('dead_letters', { type: 'queue', id: seen.queue, name }, message, seen.since)];
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

/** The cap keeps somebody waiting as soon as the dearest message has no room. @param spent today, in millionths */
export function alertsOfSpending(
  { id, name }: Pick<Tenant, 'id' | 'name'>,
  spending: Spending,
  spent: number,
  now: number,
): Alert[] {
  if (spent + dearestOf(spending) <= spending.cap) return [];
  const next = timestamp(nextDay(spending.time_zone, now));
  const message = `${moneyOf(spent, spending)} of the ${moneyOf(spending.cap, spending)} that spend_cap permits in a day are spent: campaigns wait until ${next}, or until it is raised.`;
  return [alertOf('spend_cap_reached', { type: 'tenant', id, name }, message)];
}

/** As WhatsApp puts it: GREEN, YELLOW, RED, or high, medium, low. */
function isLow(quality: string | null | undefined): boolean {
  return /^(red|low)$/i.test(quality ?? '');
}

/** One that a person disabled gives no reason, and gets nothing. */
export function alertsOfEndpoint({ id, url, status, status_reason, updated_at, given_up_at }: EndpointState): Alert[] {
  if (status === 'enabled' && given_up_at !== undefined) {
    const message = 'Deliveries to it were given up, and none has arrived since: mend the endpoint, then replay them.';
    return [alertOf('dead_letters', { type: 'webhook_endpoint', id, name: url }, message, given_up_at)];
  }
  if (status !== 'disabled' || status_reason === null) return [];
  const message = `${status_reason} Events for it wait nowhere: mend the endpoint, then enable it.`;
  return [alertOf('webhook_endpoint_disabled', { type: 'webhook_endpoint', id, name: url }, message, updated_at)];
}
