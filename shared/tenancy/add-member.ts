import { timestamp, type Clock } from '../platform/clock.ts';
import { memberIdOf, type Member } from './member.ts';
import type { Members } from './member.store.ts';
import { requireRoom } from './quota.ts';
import type { QuotaStore } from './quota.store.ts';

export interface AddMemberPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly members: Pick<Members, 'add' | 'all'>;
  readonly quotas: Pick<QuotaStore, 'get'>;
}

/**
 * Adds a member who has not signed in yet.
 * @returns undefined where the address is a member's already
 * @throws HeraldError when the tenant has as many as it may
 */
export async function addMember(
  given: Omit<Member, 'id' | 'identity' | 'created_at' | 'updated_at'>,
  { clock, members, quotas }: AddMemberPorts,
): Promise<Member | undefined> {
  const { tenant_id, email } = given;
  requireRoom('members', await quotas.get(tenant_id), (await members.all(tenant_id)).length);
  const now = timestamp(clock.now());
  const made = { ...given, id: memberIdOf(tenant_id, email), created_at: now, updated_at: now };
  return (await members.add(made)) ? made : undefined;
}
