import type { Scope } from '../../../shared/contract/scope.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { authenticator } from '../../../shared/tenancy/authenticate.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { atLeast, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';

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

export const tenancy: Section = {
  'every bearer route: who asks': async (world) => {
    const { key } = await addApiKey(world);
    return () => authenticator(world.ports.apiKeys)(`Bearer ${key}`);
  },
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
