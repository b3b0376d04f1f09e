import { expect, test } from 'vitest';

import { permits } from '../../../shared/contract/permits.ts';
import { SCOPES, type Scope } from '../../../shared/contract/scope.ts';
import { ROUTES } from '../../../shared/routes.ts';
import { requireNoMore } from '../../../shared/tenancy/member.ts';
import { isAdmin, role, scopesOfRole, type Role } from '../../../shared/tenancy/role.ts';
import { thrown } from '../fixtures.ts';

const ROLES = role.options.filter((one) => one !== 'custom');

/** Who may do what, by resource and verb, or by one route, from the least to the most: written down here, and nowhere read from the code. */
const READS: Readonly<Record<string, readonly Role[]>> = {
  campaign: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  message: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  interaction: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  conversion: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  segment: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  media: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  template: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  report: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  button_insights: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  alert: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  predictions: ['viewer', 'analyst', 'editor', 'sender', 'admin'],
  customer: ['viewer', 'editor', 'sender', 'admin'],
  consent: ['viewer', 'editor', 'sender', 'admin'],
  reply: ['viewer', 'editor', 'sender', 'admin'],
  'predictions.read_customer': ['viewer', 'editor', 'sender', 'admin'],
  'campaign.list_audience': ['viewer', 'editor', 'sender', 'admin'],
  import: ['editor', 'sender', 'admin'],
  audit: ['editor', 'sender', 'admin'],
  tenant: ['admin'],
  sender: ['admin'],
  api_key: ['admin'],
  member: ['admin'],
  webhook_endpoint: ['admin'],
  webhook_delivery: ['admin'],
};
const CHANGES: Readonly<Record<string, readonly Role[]>> = {
  campaign: ['editor', 'sender', 'admin'],
  interaction: ['editor', 'sender', 'admin'],
  conversion: ['editor', 'sender', 'admin'],
  segment: ['editor', 'sender', 'admin'],
  media: ['editor', 'sender', 'admin'],
  template: ['editor', 'sender', 'admin'],
  customer: ['editor', 'sender', 'admin'],
  import: ['editor', 'sender', 'admin'],
  tenant: ['admin'],
  sender: ['admin'],
  api_key: ['admin'],
  member: ['admin'],
  webhook_endpoint: ['admin'],
  webhook_delivery: ['admin'],
};
/** What reaches people, stops it, and asks what became of it. */
const SENDS = [
  'approve',
  'execute',
  'schedule',
  'pause',
  'resume',
  'cancel',
  'choose_winner',
  'replay',
  'reconcile',
  'test',
].map((verb) => `campaign.${verb}`);

function expected({ id, method }: { readonly id: string; readonly method: string }): readonly Role[] | undefined {
  if (SENDS.includes(id)) return ['sender', 'admin'];
  const [resource = ''] = id.split('.');
  const roles = method === 'GET' ? READS : CHANGES;
  return roles[id] ?? roles[resource];
}

const scoped = ROUTES.filter(({ authentication, scope }) => authentication === 'bearer' && scope !== null);

test.each(scoped)('$id is for those roles that are to do it, and for no others', (route) => {
  const allowed = ROLES.filter((one) => permits(scopesOfRole(one), route.scope!));
  expect(allowed).toEqual(ROLES.filter((one) => expected(route)?.includes(one)));
  expect(expected(route)).toBeDefined();
});

test('only admins manage members, and a role has no scope twice', () => {
  expect(ROLES.filter((one) => isAdmin(scopesOfRole(one)))).toEqual(['admin']);
  for (const one of ROLES) expect(new Set(scopesOfRole(one)).size).toBe(scopesOfRole(one).length);
});

test('nobody gives what they do not have', async () => {
  const own: Scope[] = ['settings:manage', 'campaigns:send'];
  const given = (scopes: readonly Scope[]) => thrown(() => requireNoMore(own, scopes));
  requireNoMore(own, ['campaigns:send', 'templates:read']);
  const refusal = await given(scopesOfRole('editor'));
  expect(refusal).toMatchObject({ kind: 'forbidden', code: 'scope.missing' });
  expect(refusal.message).toContain('customers:manage');
  expect(await given(SCOPES)).toMatchObject({ code: 'scope.missing' });
});
