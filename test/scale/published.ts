import type { ChangeRecord } from '../../shared/platform/change-record.ts';

/** The statuses that the filters of lib/constructs/event-publisher.ts name, of campaigns and of messages. */
const OF_CAMPAIGN = ['scheduled', 'sending', 'paused', 'completed'];
const OF_MESSAGE = ['failed', 'undelivered', 'unknown', 'retry', 'delivered', 'read'];

interface Image {
  readonly status?: string;
  readonly kind?: string;
  readonly consent?: { readonly status?: string };
}

/** Whether the event publisher is given a change: what its filters let through, of the kinds that a campaign writes. */
export function isPublished({ sk, before, after }: ChangeRecord): boolean {
  const [old, current] = [before, after] as (Image | undefined)[];
  if (!current) return false;
  if (sk.startsWith('MESSAGE#')) return old !== undefined && OF_MESSAGE.includes(current.status ?? '');
  if (sk.startsWith('INTERACTION#')) return true;
  if (sk.startsWith('INBOUND#')) return old === undefined && current.kind === 'reply';
  if (sk === 'CAMPAIGN') return OF_CAMPAIGN.includes(current.status ?? '');
  const isOut = current.consent?.status === 'opted_out' && old?.consent?.status !== 'opted_out';
  return sk.startsWith('CUSTOMER#') && old !== undefined && isOut;
}

/** Whether the roll-up is given a change, by the filters of lib/constructs/analytics-rollup.ts. */
export function isCounted({ sk }: ChangeRecord): boolean {
  return sk.startsWith('MESSAGE#') || sk.startsWith('INTERACTION#') || sk === 'CHECKPOINT';
}
