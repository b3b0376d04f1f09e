import { systemClock } from '../shared/platform/system-clock.ts';
import { addMember } from '../shared/tenancy/add-member.ts';
import { memberIdOf, type Member } from '../shared/tenancy/member.ts';
import { memberStore } from '../shared/tenancy/member.store.ts';
import { quotaStore } from '../shared/tenancy/quota.store.ts';
import type { Installation } from './create-tenant.ts';
import { tableWithTenant } from './table.ts';
import type { Invited, UserPool } from './user-pool.ts';

export interface Invitation {
  readonly tenant_id: string;
  readonly email: string;
  readonly role: Member['role'];
  readonly name?: string | undefined;
}

/**
 * Makes somebody a member and, where the stage has a user pool, a user who can sign in. What was done before stays, so that it can
 * be run again: after an error, or to mail a password once more.
 * @throws Error when there is no such tenant, no room, or when this person is a member with another role
 */
export async function inviteMember(
  installation: Installation,
  { tenant_id, ...given }: Invitation,
  pool: UserPool,
): Promise<{ member_id: string; email: string; role: string; user: Invited; console_url: string | null }> {
  const table = await tableWithTenant(installation, tenant_id);
  const members = memberStore(table);
  const { email, role } = given;
  const id = memberIdOf(tenant_id, email);
  const known = await members.get(tenant_id, id);
  if (known && known.role !== role)
    throw new Error(`${email} is a member with the role ${known.role}: change it with PATCH /v1/members/${id}.`);
  if (!known)
    await addMember({ ...given, tenant_id, alerts: false }, { clock: systemClock, members, quotas: quotaStore(table) });
  const user = await pool.invite(email);
  return { member_id: id, email, role, user, console_url: pool.consoleUrl ?? null };
}
