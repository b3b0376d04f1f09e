import { forgetCustomer } from '../../../shared/interaction/forget-customer.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { CONSENT } from '../builders.ts';
import { per, type Section } from '../pattern.ts';
import { NOW } from '../world.ts';

/** The parts of `customer.delete`, and how each grows. */
export const erasure: Section = {
  'customer.delete, nothing was ever sent': async (world) => {
    const { id } = await world.customer();
    return () => forgetCustomer(world.tenant_id, id, world.ports);
  },
  '… the customer': per('consent entry', async (world, count) => {
    const { tenant_id, ids, ports } = world;
    const { id } = await world.customer();
    for (let said = 1; said < count; said++) {
      const consent = { ...CONSENT, source: `form ${said}` };
      const statement = { given: { consent }, now: timestamp(NOW), consent_id: ids.next('con') };
      await ports.customers.change(tenant_id, id, statement);
    }
    return () => ports.customers.erase(tenant_id, id);
  }),
  '… what they wrote': per('inbound message', async (world, count) => {
    const { tenant_id, ids, ports } = world;
    const customer_id = ids.next('cus');
    const said = { tenant_id, customer_id, kind: 'reply' as const, text: 'Thanks!', media_urls: [] };
    for (let sid = 0; sid < count; sid++)
      await ports.inbounds.add({ ...said, sid: `SM${sid}`, received_at: timestamp(NOW) });
    return () => ports.inbounds.forget(tenant_id, customer_id);
  }),
  '… their taps': per('tap', async (world, count) => {
    const customer = await world.customer();
    for (let n = 0; n < count; n++) {
      const tap = await world.tapped((await world.begun()).campaign, customer);
      await world.ports.interactions.answer(tap, 'Thanks!');
    }
    return () => world.ports.interactions.forget(world.tenant_id, customer.id);
  }),
  '… their messages': per('message', async (world, count) => {
    const customer = await world.customer();
    const campaigns: string[] = [];
    for (let n = 0; n < count; n++) {
      const { campaign } = await world.begun();
      campaigns.push(campaign.id);
      await world.delivered(campaign, customer);
    }
    return () => world.ports.messages.forget(world.tenant_id, campaigns, customer.id);
  }),
};
