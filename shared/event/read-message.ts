import { hasFailed, type Message } from '../message/message.ts';
import type { ChangeRecord } from '../platform/change-record.ts';
import { timestamp } from '../platform/clock.ts';
import type { MessageEventType } from './domain-event.ts';
import { context, type EventDraft, type ItemChange, type Lookup } from './event-draft.ts';

/** A message's tenant is not in its row, only in its key. */
const TENANT = /^TENANT#([^#]+)#/;

/**
 * The events of a message. Failures and unknown outcomes are for Herald itself, too; what each message comes to otherwise is
 * an event only for tenants who ask for it, since it would be two for nearly every message.
 */
export async function readMessage(
  { before, after }: ItemChange<Message>,
  lookup: Lookup,
  { pk }: Pick<ChangeRecord, 'pk'>,
): Promise<EventDraft[]> {
  const [, tenant_id = ''] = TENANT.exec(pk) ?? [];
  const { failed_at } = after;
  const failed = failed_at !== undefined && hasFailed(after.status) && !hasFailed(before?.status);
  const returned = failed_at !== undefined && isReturned(after) && !isReturned(before) && !hasFailed(before?.status);
  const unknown = after.status === 'unknown' && before?.status !== 'unknown';
  const news = newsOf(before, after);
  const types: MessageEventType[] = [...(failed ? (['message.failed'] as const) : []), ...news.map(({ type }) => type)];
  const asked = types.length > 0 ? await lookup.subscriptions(tenant_id) : new Set<string>();
  const subscribed = (type: MessageEventType) => (asked.has(type) ? { subscribed: true as const } : {});
  const wanted = news.filter(({ type }) => asked.has(type));
  if (!failed && !returned && !unknown && wanted.length === 0) return [];

  const campaign = await lookup.campaign(tenant_id, after.campaign_id);
  const about = {
    ...context(campaign, { content_key: after.content_key, variant: after.arm }),
    customer: { id: after.customer_id },
    message_id: after.id,
  };
  const drafts: EventDraft[] = wanted.map(({ type, at }) =>
    type === 'message.delivered'
      ? { type, tenant_id, timestamp: at, ...subscribed(type), data: { ...about, delivered_at: at } }
      : { type, tenant_id, timestamp: at, ...subscribed(type), data: { ...about, read_at: at } },
  );
  if (failed || returned) {
    const { error_code: code = 'none' } = after;
    // A message that waits again no longer has the sid and the times of the attempt that failed.
    const { accepted_at, provider_sid } = failed ? after : { ...before, provider_sid: after.replaced_sid };
    const data = {
      ...about,
      code,
      class: await lookup.classify(tenant_id, campaign, code),
      accepted: provider_sid !== undefined,
      attempted_at: accepted_at ?? failed_at,
    };
    const event = { tenant_id, timestamp: failed_at, data };
    drafts.push(
      failed
        ? { type: 'message.failed', ...event, ...subscribed('message.failed') }
        : { type: 'message.returned', ...event },
    );
  }
  if (unknown) {
    const data = { ...about, attempts: after.attempts };
    drafts.push({ type: 'message.unknown', tenant_id, timestamp: timestamp(after.sending_since ?? 0), data });
  }
  return drafts;
}

/** Reports arrive in any order, and one may imply another: a message that is read was delivered. */
function newsOf(before: Message | undefined, { delivered_at, read_at }: Message) {
  const isNew = (at: string | undefined, former: string | undefined): at is string => !!at && former === undefined;
  return [
    ...(isNew(delivered_at, before?.delivered_at) ? [{ type: 'message.delivered' as const, at: delivered_at }] : []),
    ...(isNew(read_at, before?.read_at) ? [{ type: 'message.read' as const, at: read_at }] : []),
  ];
}

/** Whether it waits to be sent again because of how its last attempt failed. */
function isReturned(message: Message | undefined): boolean {
  return message?.status === 'retry' && message.error_code !== undefined;
}
