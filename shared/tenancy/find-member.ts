import { timestamp, type Clock } from '../platform/clock.ts';
import { HeraldError } from '../platform/errors.ts';
import type { Caller } from './caller.ts';
import { identityOf, memberEmail, scopesOf, type Member } from './member.ts';
import type { Members } from './member.store.ts';

/** Who a token is of, as its issuer says. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
}

/** Which of a person's tenants is asked for. */
export interface TenantChoice {
  /** The header `herald-tenant`. */
  readonly tenant?: string | undefined;
  /** Whether any will do, if none is named: for whoever asks which there are. */
  readonly any?: boolean;
}

export interface MemberPorts {
  readonly members: Pick<Members, 'ofIdentity' | 'invited' | 'bind'>;
  readonly clock: Pick<Clock, 'now'>;
}

const NOBODY =
  'You are signed in, but no tenant has you as a member. Ask an admin of yours to add the address that you sign in with.';
const UNVERIFIED = 'Your e-mail address is not verified. Verify it with whom you sign in, then sign in here again.';
const WHICH = 'Name one of your tenants in the header Herald-Tenant; GET /v1/me lists them.';

/**
 * The memberships of a person: those of this issuer and subject, and those that were waiting for the person's verified address,
 * which belong to this issuer and subject from now on.
 */
export async function membershipsOf(person: Person, { members, clock }: MemberPorts): Promise<Member[]> {
  const identity = identityOf(person);
  const known = await members.ofIdentity(identity);
  const { data: email } = memberEmail.safeParse(person.email);
  if (!email || !person.emailVerified) return known;
  const now = timestamp(clock.now());
  const bound: Member[] = [];
  for (const invited of await members.invited(email))
    if (await members.bind(invited, identity, now)) bound.push({ ...invited, identity });
  return [...known, ...bound];
}

/**
 * The caller that a person is in the tenant that is asked for.
 * @throws HeraldError 403 when the person is no member, is not verified, or must say of which tenant
 */
export async function findMember(person: Person, { tenant, any }: TenantChoice, ports: MemberPorts): Promise<Caller> {
  const known = await membershipsOf(person, ports);
  const chosen = tenant === undefined ? onlyOne(known, any) : known.find(({ tenant_id }) => tenant_id === tenant);
  if (chosen) return callerOf(chosen);
  if (known.length > 0) throw new HeraldError('forbidden', 'member.tenant', WHICH);
  if (person.email !== undefined && !person.emailVerified)
    throw new HeraldError('forbidden', 'member.unverified', UNVERIFIED);
  throw new HeraldError('forbidden', 'member.unknown', NOBODY);
}

function onlyOne(known: readonly Member[], any = false): Member | undefined {
  return known.length === 1 || any ? known[0] : undefined;
}

function callerOf(found: Member): Caller {
  const { tenant_id, id, name, email } = found;
  return { tenant_id, scopes: scopesOf(found), actor: { kind: 'member', id, name: name ?? email }, member: found };
}
