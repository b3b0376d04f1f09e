import * as z from 'zod';

import { permits } from '../contract/permits.ts';
import { scope, type Scope } from '../contract/scope.ts';
import { conflict, HeraldError, notFound } from '../platform/errors.ts';
import { idOf, sha256 } from '../platform/ids.ts';
import { idOfText } from '../platform/packed-ids.ts';
import { role, scopesOfRole } from './role.ts';

/** An e-mail address, in lower case: mail systems that tell cases apart are not in use. */
export const memberEmail = z
  .email('must be an e-mail address like ana@example.com')
  .max(254)
  .overwrite((address) => address.toLowerCase())
  .meta({ description: 'The address that this person signs in with.', examples: ['ana@example.com'] });

/** A person who belongs to a tenant: named by an e-mail address, and known by issuer and subject from the first sign-in on. */
export const member = z.object({
  id: idOf('mem'),
  tenant_id: idOf('ten'),
  email: memberEmail,
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'How the team calls this person.', examples: ['Ana Souza'] }),
  role,
  /** Of the role `custom`. */
  scopes: z.array(scope).optional(),
  alerts: z.boolean().describe('Whether alerts are sent to this address, where mail is set up.').default(false),
  /** A hash of issuer and subject, once the person has signed in. */
  identity: z.string().optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  first_signed_in_at: z.iso.datetime().optional().describe('When this person signed in for the first time.'),
});
export type Member = z.infer<typeof member>;

/** A person's id within a tenant follows from the address, so that an address is there once. */
export function memberIdOf(tenant_id: string, email: string): string {
  return idOfText('mem', `${tenant_id}\n${email}`);
}

/** Who a token is of, for whoever must not read it. */
export function identityOf({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string {
  return sha256(`${issuer}\n${subject}`);
}

export function scopesOf({ role, scopes }: Pick<Member, 'role' | 'scopes'>): readonly Scope[] {
  return scopesOfRole(role, scopes);
}

const LAST_MEMBER =
  'This is the last member who has signed in and can add others. Give somebody else the role admin first, and let them sign in.';

/** What becomes of a change: not that of somebody absent, or of the last who can manage members. */
export type MemberOutcome = 'done' | 'absent' | 'last';

/** @throws HeraldError 404 when there is no such member, 409 when it is the last who can add others */
export function requireDone(outcome: MemberOutcome): void {
  if (outcome === 'absent') throw notFound('member');
  if (outcome === 'last') throw conflict('member.last', LAST_MEMBER);
}

/** @throws HeraldError 403 when somebody would give scopes that they do not have */
export function requireNoMore(own: readonly Scope[], given: readonly Scope[]): void {
  const beyond = given.filter((one) => !permits(own, one));
  if (beyond.length === 0) return;
  throw new HeraldError('forbidden', 'scope.missing', `You lack ${beyond.join(', ')}, so you cannot give them.`);
}
