import type { Scope } from '../../../shared/contract/scope.ts';
import { lookAtDeadLetters } from '../../../shared/event/look-at-dead-letters.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { authenticator } from '../../../shared/tenancy/authenticate.ts';
import { findMember } from '../../../shared/tenancy/find-member.ts';
import { memberIdOf } from '../../../shared/tenancy/member.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { AuditEntry } from '../../../shared/tenancy/audit-entry.ts';
import { atLeast, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';

async function addApiKey(
  { ids, ports, tenant_id }: World,
  scopes: Scope[] = ['campaigns:send'],
): Promise<{ id: string; key: string }> {
  const key = ids.apiKey();
  const given = { id: ids.next('key'), tenant_id, name: 'Shop', scopes };
  const kept = draftApiKey({ ...given, created_at: timestamp(NOW) }, key);
  await ports.apiKeys.add(kept);
  return { id: kept.id, key };
}

const EMAIL = 'ana@example.com';

/** Writes an entry before a change and after it. */
async function audits({ ids, ports, tenant_id }: World, about: Pick<AuditEntry, 'campaign_id'>): Promise<Operation> {
  const made = {
    id: ids.at('aud', NOW),
    tenant_id,
    at: timestamp(NOW),
    actor: 'api_key:key_1',
    outcome: 'begun',
  } as const;
  const entry = { ...made, ...about, action: 'campaign.change', changes: [] };
  return async () => {
    await ports.auditEntries.add(entry);
    await ports.auditEntries.finish(entry);
  };
}

export const tenancy: Section = {
  'every bearer route: who asks': async (world) => {
    const { key } = await addApiKey(world);
    return () => authenticator(world.ports.apiKeys, world.ports.clock)(`Bearer ${key}`);
  },
  '… a member of one tenant': async (world) => {
    const { members, clock } = world.ports;
    const ports = { members, clock };
    const person = { issuer: 'https://id.example', subject: 'ana', email: EMAIL, emailVerified: true };
    await (
      await world.route('member.create', { body: { email: EMAIL, role: 'editor' } })
    )();
    await findMember(person, {}, ports);
    return () => findMember(person, {}, ports);
  },
  'me.read': async (world) => {
    await world.tenant();
    return world.route('me.read');
  },
  'member.create': (world) => world.route('member.create', { body: { email: EMAIL, role: 'editor' } }),
  'member.list': atLeast(async (world) => {
    await (
      await world.route('member.create', { body: { email: EMAIL, role: 'editor' } })
    )();
    return world.route('member.list');
  }),
  'member.change': async (world) => {
    await (
      await world.route('member.create', { body: { email: EMAIL, role: 'editor' } })
    )();
    return world.route('member.change', {
      params: { id: memberIdOf(world.tenant_id, EMAIL) },
      body: { role: 'admin' },
    });
  },
  'member.delete': async (world) => {
    await (
      await world.route('member.create', { body: { email: EMAIL, role: 'editor' } })
    )();
    return world.route('member.delete', { params: { id: memberIdOf(world.tenant_id, EMAIL) } });
  },
  'alert.list': atLeast(async (world) => {
    await world.sender();
    return world.route('alert.list');
  }),
  'dead_letters.look': async (world) => {
    const letters = [JSON.stringify({ tenant_id: world.tenant_id })];
    const deadLetterQueues = { names: ['job.run' as const], look: async () => letters };
    return () => lookAtDeadLetters({}, { ...world.ports, deadLetterQueues });
  },
  'every request that is audited': (world) => audits(world, {}),
  '… that concerns a campaign': (world) => audits(world, { campaign_id: world.ids.next('cmp') }),
  'audit.list': atLeast(async (world) => {
    await (
      await audits(world, {})
    )();
    return world.route('audit.list');
  }),
  'audit.list of a campaign': atLeast(async (world) => {
    const campaign_id = world.ids.next('cmp');
    await (
      await audits(world, { campaign_id })
    )();
    return world.route('audit.list', { query: { campaign_id } });
  }),
  'tenant.read': async (world) => {
    await world.tenant();
    return world.route('tenant.read');
  },
  'tenant.change': async (world) => {
    await world.tenant();
    return world.route('tenant.change', { body: { name: 'Another shop' } });
  },
  'tenant.change with default_sender_id': async (world) => {
    await world.tenant();
    const { id } = await world.sender();
    return world.route('tenant.change', { body: { default_sender_id: id } });
  },
  'sender.create': async (world) => {
    await world.tenant();
    return world.route('sender.create', { body: { phone_number: '+493012345678' } });
  },
  'sender.read': async (world) => {
    const { id } = await world.sender();
    return world.route('sender.read', { params: { id } });
  },
  'sender.list': atLeast(async (world) => {
    await world.sender();
    return world.route('sender.list');
  }),
  'sender.change': async (world) => {
    const { id } = await world.sender();
    return world.route('sender.change', { params: { id }, body: { rate: 40 } });
  },
  'api_key.create': (world) => world.route('api_key.create', { body: { name: 'Shop', scopes: ['campaigns:send'] } }),
  'api_key.list': atLeast(async (world) => {
    await addApiKey(world);
    return world.route('api_key.list');
  }),
  'api_key.delete': atLeast(async (world) => {
    const { id } = await addApiKey(world);
    return world.route('api_key.delete', { params: { id } });
  }),
  '… of one that can make others': atLeast(async (world) => {
    const { id } = await addApiKey(world, ['settings:manage']);
    await addApiKey(world, ['settings:manage']);
    return world.route('api_key.delete', { params: { id } });
  }),
};
