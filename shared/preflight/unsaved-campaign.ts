import { draftCampaign, unfinishedFaults, type Campaign, type UnfinishedDraft } from '../campaign/campaign.ts';
import { withDefaultFooters } from '../campaign/default-footers.ts';
import { namesTemplate } from '../campaign/template-choice-faults.ts';
import { useTemplates, type UseTemplatePorts } from '../campaign/use-templates.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound, type Fault } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { actorName } from '../tenancy/actor.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';

export interface UnsavedPorts extends UseTemplatePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly senders: Pick<Senders, 'get'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/**
 * The campaign that a draft would be, and what keeps it from being created. Nothing is stored.
 * @throws HeraldError 404 without the sender that it names, 400 when a template that it names does not exist or cannot be filled so
 */
export async function unsavedCampaign(
  given: UnfinishedDraft,
  { tenant_id, actor }: Pick<Caller, 'tenant_id' | 'actor'>,
  ports: UnsavedPorts,
): Promise<{ readonly campaign: Campaign; readonly faults: readonly Fault[] }> {
  if (given.sender_id && !(await ports.senders.get(tenant_id, given.sender_id))) throw notFound('sender');
  const faults = unfinishedFaults(given);
  const named = { ...given, name: given.name ?? '' };
  const draft = namesTemplate(given) ? await useTemplates(tenant_id, named, ports) : named;
  const tenant = await ports.tenants.get(tenant_id);
  const { footer, message_content, ...rest } = withDefaultFooters(draft, tenant?.default_footer);
  const whole = { ...rest, footer: footer ?? undefined, message_content: message_content ?? '' };
  const sender_id = given.sender_id ?? tenant?.default_sender_id ?? '';
  const made = { id: ports.ids.next('cmp'), tenant_id, sender_id, now: timestamp(ports.clock.now()) };
  return { campaign: draftCampaign(whole, { ...made, by: actorName(actor) }), faults };
}
