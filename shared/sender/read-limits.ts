import type { Credentials, Providers } from '../provider/provider.ts';
import { LIMITS_KEPT_FOR, type Sender } from './sender.ts';
import type { Senders } from './sender.store.ts';

export interface LimitPorts {
  readonly limitReaders: Providers<'limits'>;
  readonly senders: Pick<Senders, 'claimLimitsRead' | 'setLimits'>;
}

/** Reads at the provider how many people a sender may write to, at most once an hour, and stores it. */
export async function readLimits(
  sender: Sender,
  credentials: Credentials,
  now: number,
  { limitReaders, senders }: LimitPorts,
): Promise<void> {
  if ((sender.limits_read_at ?? 0) > now - LIMITS_KEPT_FOR || !(await senders.claimLimitsRead(sender, now))) return;
  const limits = await limitReaders(sender.provider).limits(credentials, sender.phone_number);
  if (limits) await senders.setLimits(sender, limits);
}
