import type { Campaign } from '../campaign/campaign.ts';
import type { MessageFailed, MessageReturned } from '../event/domain-event.ts';
import type { ErrorClass } from '../provider/error-class.ts';
import type { ProviderError, Providers } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';

export interface ErrorPorts {
  readonly classifiers: Providers<'explain'>;
  readonly senders: Pick<Senders, 'get'>;
}

/** The error of a message with what its sender's provider means by it. @param sent whether it refused an approved template */
export async function errorOf(
  { tenant_id, data: { code, class: errorClass } }: MessageFailed | MessageReturned,
  { sender_id }: Campaign,
  { classifiers, senders }: ErrorPorts,
  sent?: 'template',
): Promise<ProviderError> {
  const sender = await senders.get(tenant_id, sender_id);
  return { code, class: errorClass as ErrorClass, ...classifiers(sender?.provider).explain(code, sent) };
}
